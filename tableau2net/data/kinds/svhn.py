"""SVHN's cropped digits: `train_32x32.mat` and `test_32x32.mat` in a folder or the tar archive of one.

They are MATLAB files of version 5, with the images X, 32 × 32 × 3 × N bytes, and their labels y, N × 1, in which 10 is
the digit 0. The further images of `extra_32x32.mat` are not read.
"""

from __future__ import annotations

import io
from typing import Any

import numpy
import torch

from tableau2net import memory
from tableau2net.data.file_tree import Tree, open_tree
from tableau2net.data.images import DataSet, Images, at_size
from tableau2net.errors import InputError

FORM = "svhn:PATH"
TRAIN, TEST = "train_32x32.mat", "test_32x32.mat"
IMAGE = (32, 32, 3)
EXPECTED = "X, 32 × 32 × 3 × N numbers of type uint8, and y, N × 1"


def read(path: str | None, size: int | None) -> DataSet:
    """The images of the two files. Raises InputError."""
    tree = open_tree(path or "", (".mat",))
    for name in (TRAIN, TEST):
        if name not in tree.files:
            raise InputError(
                "a file is missing", tree.position(), f"no {name}", "the cropped digits of SVHN, in .mat"
            )
    train, test = (_split(tree, name, size) for name in (TRAIN, TEST))
    return DataSet(FORM, train, test, tuple(map(str, range(10))))


def _split(tree: Tree, path: str, size: int | None) -> Images:
    images, labels = _arrays(tree, path)
    wrong = (labels < 1) | (labels > 10)
    if wrong.any():
        index = int(wrong.argmax())
        raise InputError(
            "there is no such class",
            tree.position(path),
            f"label {labels[index]} of image {index}",
            "1 to 10",
        )
    pixels = torch.from_numpy(numpy.ascontiguousarray(images.transpose(3, 2, 0, 1)))
    pixels = at_size(pixels, size, tree.position(path))
    return Images(pixels, torch.from_numpy(labels.astype(numpy.int64) % 10))


def _arrays(tree: Tree, path: str) -> tuple[Any, Any]:
    """X and y, whose shapes and types are looked at before they are read. Raises InputError."""
    from scipy.io import loadmat, whosmat

    content = io.BytesIO(tree.read(path))
    try:
        shapes = {name: shape for name, shape, _ in whosmat(content)}
    except Exception as error:  # a broken file can raise anything
        raise _unread(tree, path, error) from error
    shape = shapes.get("X", ())
    count = shape[-1] if shape[:-1] == IMAGE else 0
    if not count or shapes.get("y") != (count, 1):
        held = ", ".join(f"{name} {' × '.join(map(str, each))}" for name, each in sorted(shapes.items()))
        raise InputError(
            "the file does not hold the images", tree.position(path), held[:200] or "nothing", EXPECTED
        )
    memory.check(3072 * count, tree.position(path), f"{count} images", "a smaller data set")
    content.seek(0)
    try:
        held = loadmat(content, variable_names=["X", "y"])
        images, labels = held["X"], held["y"][:, 0]
    except Exception as error:
        raise _unread(tree, path, error) from error
    if images.dtype != numpy.uint8 or labels.dtype.kind not in "ui" or images.shape != shape:
        found = f"X of type {images.dtype}, y of type {labels.dtype}"
        raise InputError("the file does not hold the images", tree.position(path), found, EXPECTED)
    return images, labels


def _unread(tree: Tree, path: str, error: Exception) -> InputError:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return InputError(
        "this file cannot be read",
        tree.position(path),
        reason,
        "a MATLAB file of version 5, as SVHN is given out",
    )
