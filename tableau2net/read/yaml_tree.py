"""The tree of a document: text, lists and mappings, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass
from types import MappingProxyType

from tableau2net.errors import Position

Path = SequenceOf[str | int]
Plain = str | list["Plain"] | dict[str, "Plain"] | None


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as written, or None for null. `lead` is how far the text starts behind the position (1
    behind a quotation mark), or None where columns inside the text cannot be told."""

    text: str | None
    position: Position
    lead: int | None = 0


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Entry:
    """A value, and where its key stands."""

    key: Position
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: MappingOf[str, Entry]
    position: Position

    def get(self, key: str) -> Node | None:
        """The value of a key; None where the key is absent or its value is null."""
        entry = self.entries.get(key)
        return None if entry is None or is_null(entry.value) else entry.value

    def text(self, key: str) -> str | None:
        """The text of a key whose value is a scalar, else None."""
        value = self.get(key)
        return value.text if isinstance(value, Scalar) else None

    def replaced(self, key: str, value: Node, key_position: Position) -> Mapping:
        """This mapping with one value set; a key that exists keeps its own position."""
        place = self.entries[key].key if key in self.entries else key_position
        return Mapping(MappingProxyType({**self.entries, key: Entry(place, value)}), self.position)


Node = Scalar | Sequence | Mapping


def is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text is None


def plain(node: Node) -> Plain:
    """The tree without positions; a key whose value is null counts as absent."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(entry.value) for key, entry in node.entries.items() if not is_null(entry.value)}


def find(node: Node, path: Path) -> Node | None:
    """The value at `path`, if there is one."""
    found: Node | None = node
    for step in path:
        if isinstance(found, Mapping):
            found = found.get(str(step))
        elif isinstance(found, Sequence) and isinstance(step, int) and step < len(found.items):
            found = found.items[step]
        else:
            return None
    return found


def locate(node: Node, path: Path, *, key: bool = False, offset: int = 0) -> Position:
    """The place of the value at `path`, or of its key; the nearest enclosing place where there is
    none.

    `offset` counts characters into a scalar's text.
    """
    position = node.position
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            position = node.entries[step].key if key else node.entries[step].value.position
            node = node.entries[step].value
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            position = node.position
        else:
            return node.position
    if offset and not key and position.line and isinstance(node, Scalar) and node.lead is not None:
        return Position(position.file, position.line, position.column + node.lead + offset)
    return position


def describe(value: Plain) -> str:
    """What a value is, in a few words, for the `found` of a message."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return repr(value) if len(value) <= 60 else f"{value[:57]!r}… ({len(value)} characters)"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return "a mapping"
