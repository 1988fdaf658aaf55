"""A tableau as it was found: its numbers as they are written, each with its place, and what is claimed of it."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from types import MappingProxyType

from tableau2net.errors import InputError, Position
from tableau2net.read.correction import RecognisedError
from tableau2net.read.model import Source
from tableau2net.read.schemes.scheme import SchemeDocument
from tableau2net.read.schemes.scheme_class import read_scheme
from tableau2net.read.yaml_tree import Entry, Mapping, Node, Scalar

CLAIMS = ("order", "embedded_order")


@dataclass(frozen=True)
class Found:
    """`name` is what it is called there. `parts` are A, b and perhaps c and b_hat, or alpha and beta, as trees of texts
    in the grammar of `exact`; `claims` the order and that of the embedded weights, where the source tells them."""

    name: str
    position: Position
    parts: MappingOf[str, Node]
    claims: MappingOf[str, Scalar] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return "runge-kutta" if "A" in self.parts else "linear-multistep"

    @property
    def claim(self) -> str:
        """What the source claims, in a few words: 5(4) with nodes."""
        order, embedded = (self.claims[key].text if key in self.claims else None for key in CLAIMS)
        orders = f"order {order or '–'}" if order or embedded else ""
        orders += f"({embedded})" if embedded else ""
        return ", ".join(filter(None, [orders, "nodes" if "c" in self.parts else ""])) or "nothing"

    def tree(self, decimals: str = "exact", accuracy: str = "") -> Mapping:
        """The document of this tableau. Its places are those of the source."""

        def scalar(text: str) -> Scalar:
            return Scalar(text, self.position, None)

        values: dict[str, Node] = {"name": scalar(identifier(self.name)), "kind": scalar(self.kind)}
        values |= self.claims
        values |= self.parts
        if decimals != "exact":
            values["decimals"] = scalar(decimals)
        if accuracy:
            values["accuracy"] = scalar(accuracy)
        entries = {key: Entry(value.position, value) for key, value in values.items()}
        return Mapping(MappingProxyType(entries), self.position)

    def document(self, decimals: str = "exact", accuracy: str = "") -> SchemeDocument:
        """The scheme document that says the same, its decimals exact, or known as they are in doubles or in print, or
        all that is no integer within an accuracy.

        Raises InputError, with the place in the source.
        """
        return read_scheme(self.tree(decimals, accuracy), Source("path", str(self.position)))

    @property
    def mistaken(self) -> bool:
        """Whether this is refused as it is, for a mistake that is known."""
        try:
            self.document()
        except RecognisedError:
            return True
        except InputError:
            return False
        return False


@dataclass(frozen=True)
class Unread:
    """What is a tableau by its shape and its names, and why it is not read."""

    name: str
    position: Position
    error: InputError


Outcome = Found | Unread


def identifier(name: str) -> str:
    """A name as that of a document."""
    plain = re.sub(r"[^a-z0-9_.-]+", "-", name.lower().replace("⟩", "")).strip("-._")
    return plain[:64].rstrip("-._") or "tableau"
