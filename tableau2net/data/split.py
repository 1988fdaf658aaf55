"""Splits that are fixed by a seed and keep the balance of the classes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tableau2net.data.order import permutation, ranks
from tableau2net.errors import InputError

if TYPE_CHECKING:
    from tableau2net.data.images import Images

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
