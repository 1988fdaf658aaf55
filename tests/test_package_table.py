"""The table of what stands in packages is of those that are listed, in the versions that are listed or pinned."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tableau2net.audit.audit import Code

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "sources" / "table.md").read_text(encoding="utf-8")
PACKAGES: list[dict[str, Any]] = YAML(typ="safe").load(ROOT / "docs" / "sources" / "packages.yaml")
SECTIONS = dict(re.findall(r"^## (\S+) (\S+), \S+$", PAGE, re.MULTILINE))


def test_each_package_has_its_section() -> None:
    assert [package["name"] for package in PACKAGES] == list(SECTIONS)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_section_is_of_the_version_that_is_listed(package: dict[str, Any]) -> None:
    pinned = dict(re.findall(r"^(\S+)==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M))
    known = {"installed": pinned.get(package["name"]), "pip": package.get("version")}
    version = SECTIONS[package["name"]]
    assert version == known.get(package["from"], version)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_each_step_that_is_to_be_run_has_its_row(package: dict[str, Any]) -> None:
    packages = [
        each["code"].format(each=name).split() for each in package.get("audits", []) for name in each["each"]
    ]
    rows = re.findall(r"^\| `([^`]+)`(.*?) \| ", PAGE, re.MULTILINE)
    for code, *options in packages:
        assert (code, "".join(f" {word}" for word in options)) in rows
        assert Code.of(code).name
