"""A disk that is full: no file may be larger than a size at random. It is told, and afterwards nothing is lost."""

from __future__ import annotations

import resource
from random import Random

from chaos.bench import Bench, Tried, one_line


def attempt(bench: Bench, draw: Random) -> Tried:
    bench.cleared()
    largest = max(path.stat().st_size for path in (bench.folder / "whole").iterdir())
    size = draw.randrange(1, int(1.3 * largest))
    limit = (size, resource.RLIM_INFINITY)
    status, said = bench.train(None, first=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    wrong = (
        [] if status in (0, 1, 2) else [f"status {status} with files of {size} bytes at most: {said[-300:]}"]
    )
    if status and not one_line(said):
        wrong.append(f"files of {size} bytes at most: {said[-300:]}")
    return Tried("files of a limited size", (*wrong, *bench.resumed()))
