"""Many images: agree on one shape, then decode them all with a few threads."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy
import torch
from PIL import Image

from tableau2net import memory
from tableau2net.data.file_tree import Tree
from tableau2net.data.image_file import Header, headers, opened, plain, square
from tableau2net.errors import InputError, Position

CHUNK = 512  # images a task
# Pillow's convolutions average over all pixels that fall into one, so bicubic does not alias.
SMOOTH = Image.Resampling.BICUBIC


def images(
    tree: Tree, groups: tuple[list[str], ...], size: int | None, *, bytes_a_target: int = 0
) -> list[torch.Tensor]:
    """The pixels of every group of files, uint8 (N, channels, size, size).

    There is one channel if all images are grey; else they are RGB.

    `bytes_a_target` is what a target needs a pixel besides. Raises InputError for sizes that differ, what is not
    square, does not fit into memory, or cannot be decoded.
    """
    paths = [path for group in groups for path in group]
    known = headers(tree, paths)
    side = size or _common(tree, paths, known)
    mode, channels = ("L", 1) if all(header.grey for header in known) else ("RGB", 3)
    _check_memory(tree.position(), len(paths), channels, side, channels + bytes_a_target)

    def pixels(path: str) -> Any:
        with opened(tree, path) as image:
            array = numpy.asarray(square(plain(image, mode), side, SMOOTH))
        return array.reshape(side, side, channels).transpose(2, 0, 1)

    return [filled(group, (channels, side, side), pixels) for group in groups]


def filled(paths: list[str], shape: tuple[int, ...], array_of: Callable[[str], Any]) -> torch.Tensor:
    """The arrays of all files in one tensor, uint8 (N, *shape), made by a few threads."""
    made: Any = numpy.empty((len(paths), *shape), numpy.uint8)

    def fill(start: int) -> None:
        for index in range(start, min(start + CHUNK, len(paths))):
            made[index] = array_of(paths[index])

    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        # The error of the first image is raised, whichever thread was faster.
        for _ in pool.map(fill, range(0, len(paths), CHUNK)):
            pass
    return torch.from_numpy(made)


def resized(pixels: torch.Tensor, size: int, position: Position) -> torch.Tensor:
    """Images (N, channels, height, width) that came without files of their own, made squares of this side.

    Raises InputError if they do not fit into memory.
    """
    if pixels.shape[2:] == (size, size):
        return pixels
    count, channels = pixels.shape[:2]
    _check_memory(position, count, channels, size, channels)
    made = torch.empty(*pixels.shape[:2], size, size, dtype=torch.uint8)
    for image, target in zip(pixels.flatten(0, 1), made.flatten(0, 1), strict=True):
        target.copy_(torch.from_numpy(numpy.array(square(Image.fromarray(image.numpy()), size, SMOOTH))))
    return made


def _check_memory(position: Position, count: int, channels: int, side: int, bytes_a_pixel: int) -> None:
    memory.check(
        count * side * side * bytes_a_pixel,
        position,
        f"{count} images of {channels} × {side} × {side}",
        "a smaller --size",
    )


def _common(tree: Tree, paths: list[str], known: list[Header]) -> int:
    one = known[0]
    for path, header in zip(paths, known, strict=True):
        if (header.width, header.height) != (one.width, one.height):
            raise InputError(
                "the images differ in size",
                tree.position(path),
                f"{header}, and {one} in {tree.position(paths[0])}",
                "one size, or --size to resize them",
            )
    if one.width != one.height:
        raise InputError(
            "the images are not square", tree.position(paths[0]), str(one), "squares, or --size to crop them"
        )
    return one.width
