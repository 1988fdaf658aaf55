"""The formats of pictures, one file each, found by looking for the files: each has `render(picture) -> str`."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from tableau2net.report.picture.picture import Picture


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be made: .dot, .svg, …"""
    return tuple(sorted(f".{info.name}" for info in pkgutil.iter_modules(__path__)))


def render(picture: Picture, suffix: str) -> str:
    """The picture as text for a file with one of the `suffixes`. Raises KeyError for another."""
    if suffix not in suffixes():
        raise KeyError(suffix)
    text: str = import_module(f"{__name__}{suffix}").render(picture)
    return text
