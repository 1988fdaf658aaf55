"""A disk that is full: it is told, and with room again nothing is lost.

The folder of the training is a disk of its own, a tmpfs of a size at random, where this process may mount one; else,
and as often, no file may be larger than a size at random.
"""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from chaos.bench import Bench, Tried, one_line

PAGE = 4096  # bytes, in which a tmpfs counts
ROOM = f"size={1 << 28}"


def attempt(bench: Bench, draw: Random) -> Tried:
    bench.cleared()
    sizes = [path.stat().st_size for path in (bench.folder / "whole").rglob("*") if path.is_file()]
    own, part = draw.random() < 0.5, draw.uniform(0, 1.3)
    if own:
        size = PAGE * max(1, int(part * sum(sizes) / PAGE))
        with _disk(bench.run, f"size={size}") as mounted:
            if mounted:
                return _tried(bench, "a small disk", size)
    return _tried(bench, "files of a limited size", max(1, int(part * max(sizes))))


def _tried(bench: Bench, done: str, size: int) -> Tried:
    """The training with no room, then with it."""
    limit = (resource.RLIM_INFINITY if done == "a small disk" else size, resource.RLIM_INFINITY)
    status, errors = bench.train(None, first=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    wrong = [] if status in (0, 1, 2) else [f"status {status}, {done} of {size} bytes: {errors[-300:]}"]
    if status and not one_line(errors):
        wrong.append(f"{done} of {size} bytes: {errors[-300:]}")
    if done == "a small disk":
        subprocess.run(["mount", "-o", f"remount,{ROOM}", str(bench.run)], check=True)
    return Tried(done if status else f"{done}, large enough", (*wrong, *bench.resumed()))


@contextmanager
def _disk(folder: Path, size: str) -> Iterator[bool]:
    """A tmpfs as the folder, where one may be mounted; whether it is."""
    folder.mkdir()
    call = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(call, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        folder.rmdir()
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", str(folder)], check=True)
