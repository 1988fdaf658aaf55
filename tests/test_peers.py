"""The tables of docs/peers.md are what the script finds now, with the package at hand."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("package", ["scipy", "kauri", "nodepy", "qmat", "torchdiffeq", "diffrax"])
def test_the_rows_of_a_package_are_found_again(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(package)
    text = (DOCS / "peers.md").read_text(encoding="utf-8")
    _, _, rest = text.partition(f"### {package} ")
    if rest.split(maxsplit=1)[0] != version(package):
        pytest.skip("the tables are of another version")
    written = [line for line in rest.partition("\n### ")[0].splitlines() if line.startswith("| `")]
    monkeypatch.setattr(sys, "path", [str(DOCS / "peers"), *sys.path])
    table = import_module("table")
    assert written
    assert list(table.rows(import_module(f"readers.{package}"))) == written


def test_a_package_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(DOCS / "peers"), *sys.path])
    assert "Not installed" in import_module("table").section("no_such_package_at_all")
