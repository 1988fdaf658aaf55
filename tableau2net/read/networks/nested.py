"""Mappings inside a document that are documents of their own, or decide by one key what they
are."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from tableau2net.errors import InputError
from tableau2net.read import suggest
from tableau2net.read.leaves import Leaf
from tableau2net.read.model import Context, Section, carried, validate
from tableau2net.read.reference import referred
from tableau2net.read.schemes.scheme import SchemeDocument
from tableau2net.read.schemes.scheme_class import read_scheme
from tableau2net.read.yaml_tree import Mapping, Node, Scalar, describe


@dataclass(frozen=True)
class Nested(Leaf):
    """The value of `key`, read from the tree, so that its own faults keep their places."""

    key: str

    def read(self, value: Any, context: Context) -> Any:
        node = context.node.get(self.key)
        assert node is not None  # pydantic has seen its value
        try:
            return self.read_node(node, context)
        except InputError as error:
            raise carried(error) from None

    @abstractmethod
    def read_node(self, node: Node, context: Context) -> Any:
        """The value. Raises InputError."""


@dataclass(frozen=True)
class Tagged(Nested):
    """A mapping that is of one of several models: of that which its key `tag` names."""

    tag: ClassVar[str]

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """What the tag may be."""

    @abstractmethod
    def model(self, name: str) -> type[Section]:
        """The model that the tag names."""

    @property
    def called(self) -> str:
        """What messages call the mapping."""
        return self.key

    def read_node(self, node: Node, context: Context) -> Any:
        if not isinstance(node, Mapping):
            found = describe(node.text) if isinstance(node, Scalar) else "a list"
            expected = f"a mapping, as {{{self.tag}: {self.names[0]}}}"
            raise InputError(f"{self.called} has the wrong form", node.position, found, expected)
        name, value = node.text(self.tag), node.get(self.tag)
        if value is None:
            expected = " or ".join(f"{self.tag}: {each}" for each in self.names)
            raise InputError(f"the key {self.tag!r} is missing", node.position, "", expected)
        if name not in self.names:
            found, expected = describe(name) if name else "", suggest.expected(name or "", self.names)
            raise InputError(f"this {self.tag} is not known", value.position, found, expected)
        return validate(self.model(name), Context(node, context.source, budget=context.budget))

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.model(name).model_json_schema() for name in self.names]}


@dataclass(frozen=True)
class SchemeReference(Nested):
    """A scheme: a catalogue name, a path relative to the file, or written inline."""

    def read_node(self, node: Node, context: Context) -> SchemeDocument:
        tree, source = referred(node)
        if {"periods", "input"} & tree.entries.keys():
            raise InputError(f"the {self.key} is a network", node.position, "a network", "a scheme")
        return read_scheme(tree, source)

    def schema(self) -> dict[str, Any]:
        return {"$model": "SchemeReference"}
