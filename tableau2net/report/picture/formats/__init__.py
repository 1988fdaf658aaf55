"""The formats of pictures, one file each, named as the suffix: `render(picture)` makes text, or bytes of an image."""

from __future__ import annotations

from pathlib import Path

from tableau2net.plugins import Function, Kind
from tableau2net.report.picture.shapes import Picture

KIND = Kind(
    name="picture format",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Function("render", "picture: Picture", "str | bytes"),),
)


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be made: .dot, .svg, …"""
    return tuple(f".{name}" for name in KIND.names)


def render(picture: Picture, suffix: str) -> str | bytes:
    """The content of a file with one of the `suffixes`. Raises KeyError for another."""
    content: str | bytes = KIND.load(suffix.removeprefix(".")).render(picture)
    return content
