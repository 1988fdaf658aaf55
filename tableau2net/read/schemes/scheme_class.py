"""Which class reads a scheme document: one file a kind, one file a family, found by looking for the files."""

from __future__ import annotations

from functools import cache

from tableau2net.errors import InputError
from tableau2net.plugins import Kind
from tableau2net.read import families, kinds, suggest
from tableau2net.read.model import Context, Source, validate
from tableau2net.read.recognised import recognised
from tableau2net.read.schemes.printed import INEXACT
from tableau2net.read.schemes.scheme import SchemeDocument
from tableau2net.read.yaml_tree import Mapping, Scalar, describe


def every_class() -> tuple[type[SchemeDocument], ...]:
    """The classes of all kinds and families."""
    return tuple(_class(each, name) for each in (kinds.KIND, families.KIND) for name in each.names)


def kind_names() -> tuple[str, ...]:
    """What the `kind` of a scheme document may be."""
    return (*kinds.KIND.names, "family")


def document_class(node: Mapping) -> type[SchemeDocument]:
    """The class for the `kind`, and the `family`, that a document names. Raises InputError."""
    kind = _named(node, "kind", kind_names())
    if kind != "family":
        return _class(kinds.KIND, kind)
    return _class(families.KIND, _named(node, "family", families.KIND.names))


def read_scheme(node: Mapping, source: Source) -> SchemeDocument:
    """The scheme document that a tree is. Raises InputError, which names the mistake where it is one that is known."""
    model = document_class(node)
    if "name" not in node.entries and source.kind == "inline":
        name = "-".join(filter(None, [node.text("family"), node.text("stages") or node.text("steps")]))
        node = node.replaced("name", Scalar(name or "inline", node.position), node.position)
    declared = node.get("parameters")
    names = frozenset(declared.entries) if isinstance(declared, Mapping) else frozenset()
    in_digits = node.text("decimals") in INEXACT

    def read(meant: Mapping) -> SchemeDocument:
        return validate(model, Context(meant, source, names, in_digits))

    try:
        return read(node)
    except InputError as error:
        raise recognised(node, error, read) or error from None


def _named(node: Mapping, key: str, known: tuple[str, ...]) -> str:
    value, name = node.get(key), node.text(key)
    if name in known:
        return str(name)
    if value is None:
        position = node.entries[key].key if key in node.entries else node.position
        raise InputError(f"the key {key!r} is missing", position, "", f"one of {', '.join(known)}")
    offered = (*known, "network") if key == "kind" else known
    found = describe(name) if name else "something else"
    expected = suggest.expected(name or "", offered)
    raise InputError(f"this {key} is not known", value.position, found, expected)


@cache
def _class(plugins: Kind, name: str) -> type[SchemeDocument]:
    document: type[SchemeDocument] = plugins.load(name).DOCUMENT
    return document
