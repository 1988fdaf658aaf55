"""Masks: images whose values are the indices of classes."""

from __future__ import annotations

from typing import Any

import numpy
import torch
from PIL import Image

from tableau2net.data import decode
from tableau2net.data.file_tree import Tree
from tableau2net.data.image_file import opened, square
from tableau2net.data.images import NOT_COUNTED
from tableau2net.errors import InputError

SUFFIX = ".png"
BLANK = 255  # in the file: a pixel that does not count
MODES = ("1", "L", "P")
DEPTH = slice(24, 26)  # of a PNG file: bits a sample, then the type of colour, which is 0 for grey


def masks(tree: Tree, paths: list[str], size: int) -> torch.Tensor:
    """The indices in all masks, int64 (N, size, size), NOT_COUNTED where the file has 255; resized to the nearest.

    Raises InputError.
    """

    def indices(path: str) -> Any:
        with opened(tree, path) as image:
            if image.mode in MODES:
                return numpy.asarray(square(image, size, Image.Resampling.NEAREST)) // _step(tree, path)
            mode = image.mode
        raise InputError(
            "this is not a mask", tree.position(path), f"mode {mode}", "grey or a palette, 8 bits or less"
        )

    found = decode.filled(paths, (size, size), indices).to(torch.int64)
    return found.masked_fill_(found == BLANK, NOT_COUNTED)


def _step(tree: Tree, path: str) -> int:
    """How far apart Pillow puts neighbouring indices: it spreads grey of 2 or 4 bits over the whole range."""
    with tree.opened(path) as file:
        bits, colour = file.read(DEPTH.stop)[DEPTH]
    return 255 // (2**bits - 1) if colour == 0 and bits in (2, 4) else 1
