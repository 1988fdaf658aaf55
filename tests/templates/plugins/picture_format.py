"""The format, and where it is specified."""

from __future__ import annotations

from tableau2net.report.picture.shapes import Picture


def render(picture: Picture) -> str:
    """The picture as …"""
    raise NotImplementedError("example-name is not written yet")
