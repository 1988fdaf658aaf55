"""The tables of docs/peers.md are what the script finds now, with the packages at hand, in the versions they are of."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "peers.md").read_text(encoding="utf-8")
READERS = ROOT / "docs" / "peers" / "readers"
PACKAGES = sorted(path.stem for path in READERS.glob("*.py") if path.stem != "__init__")


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script that writes the tables; what it imports from its folder is forgotten again."""
    known = set(sys.modules)
    monkeypatch.setattr(sys, "path", [str(ROOT / "docs" / "peers"), *sys.path])
    yield import_module("table")
    folder = str(ROOT / "docs")
    for name in set(sys.modules) - known:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(folder):
            del sys.modules[name]


def test_the_tables_are_of_the_packages_that_are_read_in_the_versions_that_are_tested() -> None:
    """constraints.txt pins them: a package that moves on moves its table."""
    written = dict(re.findall(r"^### (\w+) (\S+)$", PAGE, re.MULTILINE))
    pinned = dict(re.findall(r"^(\w+)==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M))
    assert sorted(written) == PACKAGES
    assert written == {package: pinned[package] for package in PACKAGES}


@pytest.mark.slow
@pytest.mark.parametrize("package", PACKAGES)
def test_the_rows_of_a_package_are_found_again(package: str, table: ModuleType) -> None:
    heading = f"### {package} {version(package)}\n"
    assert heading in PAGE
    _, _, rest = PAGE.partition(heading)
    written = [line for line in rest.partition("\n### ")[0].splitlines() if line.startswith("| `")]
    assert written
    assert list(table.rows(import_module(f"readers.{package}"))) == written


def test_a_package_that_is_not_installed_is_told(table: ModuleType) -> None:
    assert "Not installed" in table.section("no_such_package_at_all")
