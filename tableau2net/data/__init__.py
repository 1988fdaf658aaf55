"""Image data sets, read into memory as bytes: `load("folder:photos.tar", size=32)`. Loads torch when it reads."""

from __future__ import annotations

from tableau2net.data.images import DataSet, Images
from tableau2net.data.reading import kinds, read
from tableau2net.data.split import first
from tableau2net.errors import InputError, Position

__all__ = ["DataSet", "Images", "kinds", "load"]


def load(reference: str, *, size: int | None = None, images: int | None = None) -> DataSet:
    """The data set that KIND or KIND:PATH refers to.

    `size` makes every image a square of this side: its shorter side is resized, its centre kept. `images` keeps a
    fixed, class-balanced part of the training split; the test split stays whole. Raises InputError.
    """
    if size is not None and size < 1:
        raise InputError("images have no such size", Position(reference), str(size), "--size 1 or more")
    data = read(reference, size)
    return data if images is None else first(data, images)
