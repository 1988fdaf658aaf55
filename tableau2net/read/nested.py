"""Mappings inside a document that are documents of their own, or decide by one key what they
are."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from tableau2net.errors import InputError
from tableau2net.read.leaves import Leaf
from tableau2net.read.model import Context, carried
from tableau2net.read.reference import referred
from tableau2net.read.registry import read_scheme
from tableau2net.read.scheme import SchemeDocument
from tableau2net.read.tree import Node


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
class SchemeReference(Nested):
    """A scheme: a catalogue name, a path relative to the file, or written inline."""

    def read_node(self, node: Node, context: Context) -> SchemeDocument:
        tree, source = referred(node)
        if {"periods", "input"} & tree.entries.keys():
            raise InputError(f"the {self.key} is a network", node.position, "a network", "a scheme")
        return read_scheme(tree, source)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "object"]}
