"""Fashion-MNIST, from Debian's package or a folder with the four original IDX files; MNIST's files are read too.

Files may be compressed with gzip. Without PATH, classes are called as Fashion-MNIST's are; those of a folder, which may
hold anything, are called "0", "1", … up to the largest label.
"""

from __future__ import annotations

import os

import torch

from tableau2net.data import idx
from tableau2net.data.images import DataSet, Images, at_size
from tableau2net.errors import InputError, Position

FORM = "fashion-mnist[:PATH]"
DEBIAN = "/usr/share/datasets/fashion-mnist"
CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)


def read(path: str | None, size: int | None) -> DataSet:
    """The images of four IDX files. Raises InputError."""
    folder = path or DEBIAN
    if not os.path.isdir(folder):
        raise InputError(
            "there is no such folder",
            Position(folder),
            "",
            f"a folder with the four files, as in {FORM}"
            + ("" if path else ", or apt install dataset-fashion-mnist"),
        )
    train, place = _split(folder, "train", size)
    test, tested = _split(folder, "t10k", size)
    if train.pixels.shape[1:] != test.pixels.shape[1:]:
        raise InputError(
            "the splits differ in the size of their images",
            tested,
            f"{test.height} × {test.width}",
            f"{train.height} × {train.width}, as in {place}",
        )
    highest = int(max(train.targets.max(), test.targets.max()))
    if highest == 0:
        raise InputError("there is one class only", Position(folder), "labels 0", "two classes or more")
    fashion = path is None and highest < len(CLASSES)
    return DataSet(FORM, train, test, CLASSES if fashion else tuple(map(str, range(highest + 1))))


def _split(folder: str, name: str, size: int | None) -> tuple[Images, Position]:
    pixels, place = idx.read(folder, f"{name}-images-idx3-ubyte", 3)
    labels, labelled = idx.read(folder, f"{name}-labels-idx1-ubyte", 1)
    if len(pixels) != len(labels):
        raise InputError(
            "images and labels differ in number",
            labelled,
            f"{len(labels)} labels",
            f"{len(pixels)}, one an image of {place}",
        )
    height, width = pixels.shape[1:]
    if size is None and height != width:
        raise InputError(
            "the images are not square", place, f"{width} × {height}", "squares, or --size to crop them"
        )
    pixels = pixels.unsqueeze(1)
    pixels = at_size(pixels, size, place)
    return Images(pixels, labels.to(torch.int64)), place
