"""example-name: a scheme of the catalogue, written."""

from __future__ import annotations

from tableau2net.notations.writers import KIND
from tableau2net.read import load_scheme


def test_example_name_holds_the_coefficients() -> None:
    written = KIND.load("example-name").write(load_scheme("ralston"))
    assert [text for text in ("2/3", "1/4", "3/4") if text not in written] == []
