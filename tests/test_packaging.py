"""The list of packages is complete; `tests/package.sh` installs them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import yaml

from tableau2net.version import __version__

ROOT = Path(__file__).parent.parent


def test_every_package_is_listed() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    inside = [path.parent for path in (ROOT / "tableau2net").rglob("__init__.py")]
    mapped = [path.parent for path in (ROOT / "cli").rglob("__init__.py")]
    names = {".".join(path.relative_to(ROOT).parts) for path in inside}
    names |= {".".join(("tableau2net", *path.relative_to(ROOT).parts)) for path in mapped}
    assert set(listed["packages"]) == names | {"tableau2net.tableaux"}


def test_the_citation_and_the_changelog_are_of_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (citation["version"], citation["license"]) == (__version__, project["license"])
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert f"\n## {__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
