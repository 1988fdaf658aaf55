"""From a reference to a document: the whole stage in one function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tableau2net.errors import InputError, Position
from tableau2net.read.changes import changed
from tableau2net.read.model import Source
from tableau2net.read.reference import read_tree, referred
from tableau2net.read.schemes.scheme import SchemeDocument
from tableau2net.read.schemes.scheme_class import read_scheme
from tableau2net.read.yaml_tree import Mapping, Scalar

if TYPE_CHECKING:
    from tableau2net.read.networks.network import NetworkDocument


def load(
    reference: str, overrides: Sequence[str] = (), *, option: str = "--set"
) -> SchemeDocument | NetworkDocument:
    """Read the document that a catalogue name, a path or `-` refers to, with `KEY=VALUE` overrides
    made, which messages place behind the `option`.

    Raises InputError: one message, with the place of the first fault.
    """
    return read_document(*read_tree(reference), overrides, option=option)


def read_document(
    tree: Mapping, source: Source, overrides: Sequence[str] = (), *, option: str = "--set"
) -> SchemeDocument | NetworkDocument:
    """As `load`, of a tree."""
    tree, changes = changed(tree, overrides, option)
    if not is_network(tree):
        return read_scheme(tree, source)
    from tableau2net.read.networks.network import read_network

    return read_network(tree, source, changes)


def load_scheme(reference: str, overrides: Sequence[str] = ()) -> SchemeDocument:
    """As `load`, for a scheme. Raises InputError also where the document is a network."""
    document = load(reference, overrides)
    if isinstance(document, SchemeDocument):
        return document
    raise InputError("this is a network", Position(reference), document.name, "a scheme")


def load_starter(document: SchemeDocument) -> SchemeDocument:
    """The scheme that a multistep document names as its starter, a path being relative to the document's file. Raises
    InputError."""
    assert document.starter is not None
    place = document.place("starter")
    tree, source = referred(Scalar(document.starter, place or Position(document.source.reference)))
    if is_network(tree):
        raise InputError("a network cannot start a scheme", place, document.starter, "a one-step scheme")
    return read_scheme(tree, source)


def load_network(reference: str, overrides: Sequence[str] = (), *, option: str = "--set") -> NetworkDocument:
    """As `load`, for a network. Raises InputError also where the document is a scheme."""
    document = load(reference, overrides, option=option)
    if not isinstance(document, SchemeDocument):
        return document
    raise InputError("this is a scheme", Position(reference), document.name, "a network")


def is_network(tree: Mapping) -> bool:
    """Whether a document is a network: by its kind, or, where it names none, by its keys."""
    kind = tree.text("kind")
    return kind == "network" or (kind is None and bool({"periods", "input"} & tree.entries.keys()))
