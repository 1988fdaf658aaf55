"""The program `tableau2net`.

It stands beside the package, so that it is there before the package is loaded, which takes a moment: Ctrl-C ends the
process in that moment too, without a word, as nothing is begun yet.
"""

from __future__ import annotations

import os
import signal
from types import FrameType


def main() -> int:
    """Run the command line and return the exit status: see `tableau2net.cli`."""
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # and not ignored, as under nohup
    if ours:
        signal.signal(signal.SIGINT, _end)
    from tableau2net.cli import main as run

    if ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        status: int = run()
        return status
    except KeyboardInterrupt:  # before the command line was ready for it
        return 128 + signal.SIGINT


def _end(number: int, frame: FrameType | None) -> None:
    os._exit(128 + number)
