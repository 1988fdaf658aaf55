"""example-name: a document with the mistake, which is recognised."""

from __future__ import annotations

from tableau2net.read.mistakes import KIND
from tableau2net.read.text import parse_bytes


def test_example_name_is_recognised() -> None:
    document = parse_bytes(b"kind: runge-kutta\nA: [[0, 0], [1/2, 0]]\nb: [0, 1]\n", "doc.yaml")
    assert [each.mistake for each in KIND.load("example-name").corrections(document)] == ["example name"]
