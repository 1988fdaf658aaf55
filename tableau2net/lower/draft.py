"""A network's graph as it comes to be: its nodes, submodules and lists of fields."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tableau2net.components.registry import OptionValue
from tableau2net.graph import Build, FieldList, Module, Operation
from tableau2net.lower.parts import build
from tableau2net.lower.weights import evaluation_name
from tableau2net.read import NetworkDocument, Part


@dataclass
class Draft:
    """What has been lowered of a document so far, in order."""

    document: NetworkDocument
    operations: dict[str, Operation] = field(default_factory=dict)
    modules: dict[str, Module] = field(default_factory=dict)
    fields: dict[str, FieldList] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, base: str, operation: Operation) -> str:
        """A node whose variable is to be called `base`."""
        count = self.counts[base] = self.counts.get(base, -1) + 1
        node = f"{base}.{count}"
        self.operations[node] = operation
        return node

    def evaluation(self, name: str, build: Build) -> str:
        """The module by which one more value goes through a component: the one of this name, or if evaluations have
        batch norms of their own, one that shares all else with it."""
        normal = build.component.custom or "eps" in build.component.options
        if name not in self.modules or self.document.norm.per == "field" or not normal:
            self.modules.setdefault(name, build)
            return name
        later = evaluation_name(name, self.modules)
        self.modules[later] = replace(build, shares=name)
        return later

    def build(self, part: Part, inputs: int | tuple[int, ...], outputs: int, **fixed: OptionValue) -> Build:
        """A part with these widths. Raises InputError where it cannot have them."""
        return build(part, inputs, outputs, self.document.norm, **fixed)
