"""Sections that are of a kind: optimizers, schedules."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.plugins import Kind
from tableau2net.read.model import Section
from tableau2net.read.networks.nested import Tagged


def section(plugins: Kind, name: str) -> type[Section]:
    """The class that a plug-in defines as `SECTION`."""
    found: type[Section] = plugins.load(name).SECTION
    return found


@dataclass(frozen=True)
class KindOf(Tagged):
    """`{kind: …, options}`, by the name of a plug-in."""

    plugins: Kind
    tag = "kind"

    @property
    def names(self) -> tuple[str, ...]:
        return self.plugins.names

    @property
    def called(self) -> str:
        return f"the {self.key}"

    def model(self, name: str) -> type[Section]:
        return section(self.plugins, name)
