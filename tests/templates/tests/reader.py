"""The schemes that example-name has; `make peers` writes their table."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest


def test_the_schemes_of_example_name_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "docs" / "peers"))
    read = import_module("readers.example_name").read
    assert [scheme.name for scheme in read()] == ["its first scheme"]
