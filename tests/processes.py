"""Processes that tests start, and wait for."""

from __future__ import annotations

import os
import select
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


def descendants(process: subprocess.Popen[str]) -> list[int]:
    """Descriptors of all processes that a process has started, and those have."""
    found, left = list[int](), [process.pid]
    while left:
        for children in Path(f"/proc/{left.pop()}/task").glob("*/children"):
            left += map(int, children.read_text().split())
            found += map(os.pidfd_open, map(int, children.read_text().split()))
    return found


def alive(descriptors: list[int]) -> int:
    """How many of these processes have not ended after a minute."""
    for descriptor in descriptors:
        if not select.select([descriptor], [], [], 60)[0]:
            return len(descriptors)
    return 0
