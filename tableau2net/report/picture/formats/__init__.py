"""The formats of pictures, one file each, found by looking for the files: each has `render(picture)`, which
makes text, or bytes of an image."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from tableau2net.report.picture.picture import Picture


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be made: .dot, .svg, …"""
    return tuple(sorted(f".{info.name}" for info in pkgutil.iter_modules(__path__)))


def render(picture: Picture, suffix: str) -> str | bytes:
    """The content of a file with one of the `suffixes`. Raises KeyError for another."""
    if suffix not in suffixes():
        raise KeyError(suffix)
    content: str | bytes = import_module(f"{__name__}{suffix}").render(picture)
    return content
