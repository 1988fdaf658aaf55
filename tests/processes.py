"""Processes that tests start, and wait for."""

from __future__ import annotations

import subprocess
from pathlib import Path

TURNS = 100_000


def until_there(path: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a process has written a file. Fails where it ends before, or does not come to it."""
    for _ in range(TURNS):
        if path.exists():
            return
        try:
            process.wait(timeout=0.002)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(process.communicate())
    process.kill()
    raise AssertionError(f"{path} never came to be")
