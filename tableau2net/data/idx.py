"""One file of the format IDX, in which MNIST and its likes come, compressed or not."""

from __future__ import annotations

import math
import os
import struct

import torch

from tableau2net import files, memory
from tableau2net.data.stream import Stream, stream
from tableau2net.errors import InputError, Position

BYTES = 0x0800  # the type in the magic number; the number of dimensions is added to it


def read(folder: str, name: str, dimensions: int) -> tuple[torch.Tensor, Position]:
    """The uint8 tensor of this many dimensions in a file `name` or `name.gz`, and the file's place.

    Raises InputError.
    """
    path = next((each for each in _candidates(folder, name) if os.path.isfile(each)), None)
    if path is None:
        raise InputError("a file is missing", Position(folder), f"no {name}", f"{name} or {name}.gz")
    place = Position(path)
    try:
        file = files.opened(path)
    except OSError as error:
        raise InputError("this file cannot be read", place, files.reason(error)) from error
    with file:
        return _parsed(stream(file, place, "a whole file"), place, dimensions), place


def _candidates(folder: str, name: str) -> list[str]:
    return [os.path.join(folder, name), os.path.join(folder, f"{name}.gz")]


def _parsed(file: Stream, place: Position, dimensions: int) -> torch.Tensor:
    head = file.read(4 + 4 * dimensions)
    if len(head) < 4 + 4 * dimensions:
        raise InputError(
            "the file ends too early", place, f"{len(head)} bytes", f"a header of {4 + 4 * dimensions}"
        )
    magic, *shape = struct.unpack(f">{1 + dimensions}I", head)
    if magic != BYTES + dimensions:
        raise InputError(
            "this is another kind of file", place, f"magic number {magic}", f"{BYTES + dimensions}"
        )
    expected = math.prod(shape)
    sizes = " × ".join(map(str, shape))
    if not expected:
        raise InputError("the file holds nothing", place, sizes, "sizes of 1 or more")
    memory.check(expected, place, f"{sizes} bytes", "a smaller data set")
    content = bytearray(file.read(expected + 1))
    if len(content) != expected:
        early = len(content) < expected
        raise InputError(
            "the file ends too early" if early else "the file goes on after its end",
            place,
            f"{len(content)} bytes after the header" if early else f"more than {expected} bytes",
            f"{sizes} = {expected}",
        )
    return torch.frombuffer(content, dtype=torch.uint8).reshape(shape)
