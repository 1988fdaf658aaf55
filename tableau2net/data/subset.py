"""A part of the training images that does not depend on how one trains."""

from __future__ import annotations

from dataclasses import replace

from tableau2net.data.images import DataSet
from tableau2net.data.order import permutation, ranks
from tableau2net.errors import InputError, Position


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
