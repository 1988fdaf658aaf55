"""example-name documents, read and proved."""

from __future__ import annotations

from pathlib import Path

from tableau2net.read import load_scheme
from tableau2net.verify import verify

DOCUMENT = """
name: smallest
kind: example-name
order: 1
A: [[]]
"""


def test_the_smallest_example_name_document_has_its_order(tmp_path: Path) -> None:
    path = tmp_path / "smallest.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    assert verify(load_scheme(str(path))).order == 1
