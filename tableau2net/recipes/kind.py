"""Sections that are of a kind: one file a kind, found by looking for the files."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from tableau2net.read.model import Section
from tableau2net.read.nested import Tagged
from tableau2net.read.registry import names


def section(package: ModuleType, kind: str) -> type[Section]:
    """The class that the file of a kind defines as `SECTION`."""
    found: type[Section] = import_module(f"{package.__name__}.{kind.replace('-', '_')}").SECTION
    return found


@dataclass(frozen=True)
class KindOf(Tagged):
    """`{kind: …, options}`, of a kind that the package holds a file for."""

    package: ModuleType
    tag = "kind"

    @property
    def names(self) -> tuple[str, ...]:
        return names(self.package)

    @property
    def called(self) -> str:
        return f"the {self.key}"

    def model(self, name: str) -> type[Section]:
        return section(self.package, name)
