"""Processes that tests start, and wait for."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from programs import Program

Process: TypeAlias = "subprocess.Popen[str] | Program"
TURNS = 100_000


def until_there(path: Path, process: Process) -> None:
    """Wait until a process has written a file. Fails where it ends before, or does not come to it."""
    until(path.exists, process)


def until(there: Callable[[], bool], process: Process) -> None:
    """Wait for what a process does. Fails where it ends before, or does not come to it."""
    for _ in range(TURNS):
        if there():
            return
        try:
            process.wait(timeout=0.002)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(process.communicate())
    process.kill()
    raise AssertionError(f"{there} never came to be")


def children(process: Process) -> list[int]:
    """The numbers of all processes that a process has started, and those have."""
    found, left = list[int](), [process.pid]
    while left:
        for children in Path(f"/proc/{left.pop()}/task").glob("*/children"):
            with contextlib.suppress(OSError):  # it has ended
                numbers = list(map(int, children.read_text().split()))
                left += numbers
                found += numbers
    return found


def descendants(process: Process) -> list[int]:
    """Descriptors of all processes that a process has started, and those have."""
    found = list[int]()
    for number in children(process):
        with contextlib.suppress(ProcessLookupError):
            found.append(os.pidfd_open(number))
    return found


def alive(descriptors: list[int], within: float = 60) -> int:
    """How many of these processes have not ended after so many seconds."""
    left = list(descriptors)
    for _ in range(int(20 * within)):
        ended = select.select(left, [], [], 0.05)[0]
        left = [each for each in left if each not in ended]
        if not left:
            break
    return len(left)


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
