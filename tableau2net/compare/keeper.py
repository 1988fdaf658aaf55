"""A process that outlives the one that starts it by a moment, to leave nothing of it behind: what works in a folder of
its own is ended, and the folder is taken away, however the process that asked for it has ended.

Ray's processes watch one another, but two of them go on for a minute to tell it to others that have been killed. None
can be known by its number, for any of them may start another at any moment; all keep their logs in the session's
folder, and so can be found by it where the system tells which files a process has open.

The process runs this file as a program, with the folder and the number of the process that started it, which may have
files of the folder open itself and ends by itself. It loads nothing but what is imported here.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import sleep

_TURN = 0.05  # seconds between two looks


@contextmanager
def kept(parent: str) -> Iterator[str]:
    """A new folder below `parent` for processes that have files of it open. After it, or after the end of this process
    by whatever means, none of them is left, and no folder. Raises OSError."""
    folder = os.path.realpath(mkdtemp(prefix="ray-", dir=parent))
    call = [sys.executable, "-I", "-S", __file__, folder, str(os.getpid())]
    none = subprocess.DEVNULL
    # In a session of its own, as a signal to all processes of the terminal is not for it.
    keeper = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=none, stderr=none, start_new_session=True)
    try:
        yield folder
    finally:
        keeper.communicate(b"\n")  # a forked process may have what it reads from open, too


def users(folder: str, but: int) -> Iterator[int]:
    """Descriptors, for the caller to close, of the processes that have a file of the folder open, without this one and
    the one of the number `but`."""
    for entry in Path("/proc").glob("[0-9]*"):
        number = int(entry.name)
        if number in (but, os.getpid()):
            continue
        with suppress(OSError):  # it has ended meanwhile, or is another user's
            process = os.pidfd_open(number)
            try:
                found = any(os.readlink(each).startswith(f"{folder}/") for each in (entry / "fd").iterdir())
            except OSError:
                found = False
            if found:
                yield process
            else:
                os.close(process)


def main(folder: str, parent: int) -> None:
    """Wait for a word, or for the end, of the process that started this one; then leave nothing in the folder."""
    os.read(0, 1)
    while found := list(users(folder, parent)):
        for process in found:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(process, signal.SIGKILL)
            os.close(process)
        sleep(_TURN)
    rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
