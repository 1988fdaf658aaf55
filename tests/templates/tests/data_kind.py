"""example-name, from the smallest files that it reads; `MAKERS` of test_data.py makes some for what every kind does."""

from __future__ import annotations

from pathlib import Path

from tableau2net import data


def test_example_name_reads_the_images_that_lie_there(tmp_path: Path) -> None:
    (tmp_path / "images").write_bytes(b"")
    found = data.load(f"example-name:{tmp_path}")
    assert (len(found.train), len(found.test), found.classes) == (4, 2, ("cat", "dog"))
