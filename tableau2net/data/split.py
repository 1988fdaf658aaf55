"""Splits, and smaller parts of them, that are fixed by a seed and keep the balance of the classes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from tableau2net.data.images import DataSet, Images
from tableau2net.errors import InputError, Position

FIFTH = 0.2  # what the test is where a data set has none of its own


def stratified(targets: list[int], fraction: float = FIFTH, seed: int = 0) -> tuple[list[int], list[int]]:
    """Indices (kept, held), each rising: of every class this fraction is held, but at least one and not all.

    A class of one image is kept.
    """
    held = {target: _part(count, fraction) for target, count in Counter(targets).items()}
    return _parted([rank < held[target] for rank, target in zip(ranks(targets, seed), targets, strict=True)])


def plain(count: int, fraction: float = FIFTH, seed: int = 0) -> tuple[list[int], list[int]]:
    """Indices (kept, held), each rising, of `count` images that have no classes of their own."""
    held = set(permutation(count, seed)[: _part(count, fraction)])
    return _parted([index in held for index in range(count)])


def holdout(images: Images, fraction: float, seed: int) -> tuple[Images, Images]:
    """(train, held): the images, and a fraction of every class that is held out of them for validation.

    Raises InputError if nothing would be held.
    """
    if not 0 < fraction < 1:
        raise InputError(
            "this fraction cannot be held out", None, f"{fraction:g}", "more than 0 and less than 1"
        )
    if images.targets.dim() == 1:
        kept, held = stratified(images.targets.tolist(), fraction, seed)
    else:
        kept, held = plain(len(images), fraction, seed)
    if not held:
        raise InputError(
            "nothing can be held out of so few images",
            None,
            f"{len(images)} images",
            "two or more of a class",
        )
    return images.subset(kept), images.subset(held)


def _part(count: int, fraction: float) -> int:
    return min(max(1, int(count * fraction + 0.5)), count - 1)


def _parted(held: list[bool]) -> tuple[list[int], list[int]]:
    return (
        [index for index, out in enumerate(held) if not out],
        [index for index, out in enumerate(held) if out],
    )


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


def first(data: DataSet, count: int) -> DataSet:
    """The data set with `count` training images, of every class as equally many as there are; the test stays whole.

    A smaller part lies within a larger one. Raises InputError.
    """
    fewest = 1 if data.per_pixel else len(data.classes)
    if not fewest <= count <= len(data.train):
        raise InputError(
            "this number of training images cannot be chosen",
            Position(data.name),
            str(count),
            f"--images from {fewest}"
            + ("" if data.per_pixel else ", the number of classes,")
            + f" to {len(data.train)}, the number of training images",
        )
    if data.per_pixel:
        order = permutation(len(data.train), seed=0)
    else:
        targets = data.train.targets.tolist()
        rank = ranks(targets, seed=0)
        order = sorted(range(len(targets)), key=lambda index: (rank[index], targets[index]))
    return replace(data, train=data.train.subset(sorted(order[:count])))
