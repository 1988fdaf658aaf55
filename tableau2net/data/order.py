"""A fixed shuffled order, the same on every machine and with every version of every package."""

from __future__ import annotations

from random import Random


def permutation(count: int, seed: int) -> list[int]:
    """The numbers below `count`, shuffled."""
    # Python promises the sequence of random() for a seed; shuffle() and torch.randperm promise nothing.
    random = Random(seed).random
    keys = [random() for _ in range(count)]
    return sorted(range(count), key=keys.__getitem__)


def ranks(targets: list[int], seed: int) -> list[int]:
    """For every image, its place in the shuffled order of its own class, from 0."""
    seen: dict[int, int] = {}
    placed = [0] * len(targets)
    for index in permutation(len(targets), seed):
        placed[index] = seen.get(targets[index], 0)
        seen[targets[index]] = placed[index] + 1
    return placed
