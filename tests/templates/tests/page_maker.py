"""The pages that example-name makes for the site; `make docs` writes them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest


def test_example_name_makes_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "docs" / "site"))
    made = dict(import_module("pages.example_name").make())
    assert "example name" in str(made["example-name.md"])
