"""example-name: what is refuted is told."""

from __future__ import annotations

from pathlib import Path

from tableau2net.checking.formats.example_name import render
from tableau2net.checking.reports import report


def test_example_name_tells_what_is_refuted(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("name: wrong\nkind: runge-kutta\norder: 2\nA: [[]]\nb: [1]\n", encoding="utf-8")
    assert "order 2 is claimed" in "\n".join(render([report(str(path))]))
