"""Sections that are of a kind: one file a kind, found by looking for the files."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from tableau2net.errors import InputError
from tableau2net.read import suggest
from tableau2net.read.model import Context, Section, validate
from tableau2net.read.nested import Nested
from tableau2net.read.registry import names
from tableau2net.read.tree import Mapping, Node, Scalar, describe


def section(package: ModuleType, kind: str) -> type[Section]:
    """The class that the file of a kind defines as `SECTION`."""
    found: type[Section] = import_module(f"{package.__name__}.{kind.replace('-', '_')}").SECTION
    return found


@dataclass(frozen=True)
class KindOf(Nested):
    """`{kind: …, options}`, of a kind that the package holds a file for."""

    package: ModuleType

    def read_node(self, node: Node, context: Context) -> Section:
        known = names(self.package)
        if not isinstance(node, Mapping):
            found = describe(node.text) if isinstance(node, Scalar) else "a list"
            raise InputError(
                f"the {self.key} has the wrong form",
                node.position,
                found,
                f"a mapping, as {{kind: {known[0]}}}",
            )
        kind, value = node.text("kind"), node.get("kind")
        if value is None:
            raise InputError("the key 'kind' is missing", node.position, "", f"one of {', '.join(known)}")
        if kind not in known:
            expected = suggest.expected(kind or "", known)
            raise InputError("this kind is not known", value.position, describe(kind), expected)
        return validate(section(self.package, kind), Context(node, context.source))

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [section(self.package, kind).model_json_schema() for kind in names(self.package)]}
