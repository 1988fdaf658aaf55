"""One image: what its file says of it, and its bytes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy
from PIL import Image, UnidentifiedImageError

from tableau2net.data.file_tree import Tree
from tableau2net.errors import InputError

SUFFIXES = (".jpg", ".jpeg", ".png")
FORMATS = ("JPEG", "PNG")
DEEP = ("I", "I;16", "I;16B", "I;16L", "I;16N")  # 16 bits
GREY = ("1", "L", "LA", *DEEP)


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of an image before it is decoded."""

    width: int
    height: int
    mode: str

    @property
    def grey(self) -> bool:
        return self.mode in GREY

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


def headers(tree: Tree, paths: list[str]) -> list[Header]:
    """The headers of all images. Raises InputError."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return [_header(tree, path) for path in paths]


def _header(tree: Tree, path: str) -> Header:
    with opened(tree, path) as image:
        return Header(*image.size, image.mode)


@contextmanager
def opened(tree: Tree, path: str) -> Iterator[Image.Image]:
    """The image of a file while it is decoded. Raises InputError, whatever Pillow raises."""
    with tree.opened(path) as file:
        try:
            with Image.open(file, formats=FORMATS) as image:
                yield image
        except InputError:
            raise
        except UnidentifiedImageError as error:
            raise InputError(
                "this is not an image", tree.position(path), "neither format", "JPEG or PNG"
            ) from error
        except Exception as error:  # a broken file can raise anything
            raise InputError(
                "this image cannot be decoded", tree.position(path), str(error), "a whole JPEG or PNG"
            ) from error


def plain(image: Image.Image, mode: str) -> Image.Image:
    """The image with 8 bits a channel, in mode L or RGB. 16 bits are scaled; what is transparent shows white."""
    if image.mode in DEEP:
        values = numpy.asarray(image).astype(numpy.int64).clip(0, 65535)
        image = Image.fromarray(((values * 255 + 32767) // 65535).astype(numpy.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image if image.mode == mode else image.convert(mode)


def square(image: Image.Image, size: int, resample: Image.Resampling) -> Image.Image:
    """The centre of the image, as a square of this side: the shorter side is resized to it."""
    if image.size == (size, size):
        return image
    width, height = image.size
    side = min(width, height)
    left, top = (width - side) / 2, (height - side) / 2
    return image.resize((size, size), resample, box=(left, top, left + side, top + side))
