"""example-name: a small picture, read back."""

from __future__ import annotations

from tableau2net.report.picture.formats.example_name import render
from tableau2net.report.picture.shapes import Box, Edge, Flow, Picture


def test_example_name_holds_what_the_picture_says() -> None:
    boxes = (Box("u", "input", "u"), Box("f", "field", "f1", detail="basic"))
    picture = Picture("A title", (Flow("Step", "one step", boxes, (Edge("u", "f", "1/2"),)),))
    written = render(picture)
    assert [text for text in ("A title", "Step", "f1", "basic", "1/2") if text not in written] == []
