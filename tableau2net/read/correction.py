"""A document as it was meant where its coefficients are written by mistake in another way: what is put right, and the
lines to write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from tableau2net.errors import InputError, Position
from tableau2net.read.yaml_tree import Mapping, Node, Path, Plain, Sequence, find, locate, plain
from tableau2net.shown import beginning

MATRICES = ("A", "U", "B", "V")
VECTORS = ("b", "c", "b_hat", "alpha", "beta", "v", "gamma1", "gamma2", "gamma3", "delta")
MATRICES_OF = {"shu-osher": ("alpha", "beta")}  # keys that are vectors in other kinds
VECTORS_OF = {"low-storage-2n": ("A", "B")}
LONGEST = 4000  # characters of a line that is told
_PLAIN = re.compile(r"[\w(./+√-][^\n:#\[\]{},&!|>'\"%@`]*")


class RecognisedError(InputError):
    """A refusal that names the mistake, and the lines to write."""


@dataclass(frozen=True)
class Correction:
    """`mistake` is what is written instead, `found` the part of it that tells, `put_right` what is done about it, as in
    `with …`; `document` is the whole document as it is meant, and `changed` leads to each value that is another."""

    mistake: str
    found: str
    put_right: str
    document: Mapping
    changed: tuple[Path, ...]

    def besides(self, path: Path, value: Node) -> Correction:
        """The same correction, which sets one value more."""
        return replace(self, document=_with(self.document, path, value), changed=(*self.changed, path))

    @property
    def lines(self) -> str:
        """What to write."""
        *some, last = (f"`{path[-1]}: {_flow(plain(_value(self.document, path)))}`" for path in self.changed)
        return f"{', '.join(some)} and {last}" if some else last

    def fault(self, written: Mapping) -> InputError:
        """The mistake, in the document as it is written."""
        path = self.changed[0]
        meant, value = _value(self.document, path), find(written, path)
        place = locate(written, path) if value is None else _difference(value, meant)
        return RecognisedError(self.mistake, place, self.found, self.lines)

    def places(self, written: Mapping) -> set[Position]:
        """Where what is changed stands, as it is written and as it is meant."""
        return {
            position
            for document in (written, self.document)
            for path in self.changed
            for position in (locate(document, path, key=True), *_positions(find(document, path)))
        }


def corrected(
    document: Mapping, path: Path, values: MappingOf[str, Node], mistake: str, found: str, put_right: str
) -> Correction:
    """The correction that sets keys of the mapping at a path."""
    meant = document
    for key, value in values.items():
        meant = _with(meant, (*path, key), value)
    return Correction(mistake, found, put_right, meant, tuple((*path, key) for key in values))


def tableaux(document: Mapping) -> Iterator[tuple[Path, Mapping]]:
    """The mappings in which a tableau may stand: the document, the one that it claims, and those of its fields."""
    yield (), document
    claimed, fields = document.get("tableau"), document.get("tableaux")
    if isinstance(claimed, Mapping):
        yield ("tableau",), claimed
    if isinstance(fields, Mapping):
        for name in fields.entries:
            field = fields.get(name)
            if isinstance(field, Mapping):
                yield ("tableaux", name), field


def arrays(document: Mapping) -> Iterator[tuple[Path, Node, bool]]:
    """Each value of a document that is to be a vector or a matrix, with the path to it and whether it is a matrix."""
    kind = document.text("kind") or ""
    matrices = {*MATRICES, *MATRICES_OF.get(kind, ())} - {*VECTORS_OF.get(kind, ())}
    for path, mapping in tableaux(document):
        for key in (*MATRICES, *VECTORS):
            value = mapping.get(key)
            if value is not None:
                yield (*path, key), value, key in matrices


def scalar_text(value: Plain) -> str:
    """One number as it is written in a line."""
    text = str(value)
    return text if _PLAIN.fullmatch(text) and text == text.strip() else json.dumps(text, ensure_ascii=False)


def _flow(value: Plain) -> str:
    if isinstance(value, list):
        return beginning(f"[{', '.join(map(_flow, value))}]", LONGEST)
    return scalar_text(value)


def _difference(written: Node, meant: Node) -> Position:
    """Where the first value stands that is meant otherwise: inside lists of as many."""
    if isinstance(written, Sequence) and isinstance(meant, Sequence):
        pairs = list(zip(written.items, meant.items, strict=False))
        if len(written.items) == len(meant.items):
            return next((_difference(*pair) for pair in pairs if pair[0] != pair[1]), written.position)
    return written.position


def _value(document: Mapping, path: Path) -> Node:
    value = find(document, path)
    assert value is not None  # it was set
    return value


def _with(node: Mapping, path: Path, value: Node) -> Mapping:
    """A mapping with the value at a path set; the mappings that lead to it are there."""
    key = str(path[0])
    if len(path) > 1:
        inner = node.get(key)
        assert isinstance(inner, Mapping)
        value = _with(inner, path[1:], value)
    return node.replaced(key, value, node.position)


def _positions(node: Node | None) -> Iterator[Position]:
    if node is None:
        return
    yield node.position
    inside = (
        [entry.value for entry in node.entries.values()]
        if isinstance(node, Mapping)
        else getattr(node, "items", ())
    )
    for each in inside:
        yield from _positions(each)
