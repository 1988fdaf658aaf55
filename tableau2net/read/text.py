"""YAML 1.2 text → tree, through a parser's events: all scalars as text, positions kept, sizes bounded.

No YAML object is ever constructed: what comes out are text, lists and mappings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tableau2net.errors import InputError, Position
from tableau2net.read.quick_events import Extraordinary, quick_events
from tableau2net.read.yaml_tree import Entry, Mapping, Node, Scalar, Sequence, describe

MAX_BYTES = 2**20
MAX_DEPTH = 32  # lists and mappings inside one another
MAX_NODES = 200_000  # values, those of an alias counted each time it is used
MAX_WRITTEN = 12_000  # values, as written: the parser takes some 30 µs for each
MAX_WORDS = 100_000
MAX_WORD = 4_000  # characters without a separator; no number or name that is meant is so long

_OVERLONG = re.compile(rf"[^\s,\[\]{{}}]{{{MAX_WORD + 1}}}")
_TAB = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_STAR_HINT = 'to mean the pattern entry, write "*" in quotes'


def parse_bytes(data: bytes, file: str) -> Mapping:
    """The document in `data`, whose top is a mapping. Raises InputError."""
    if len(data) > MAX_BYTES:
        raise InputError(
            "the file is too large",
            Position(file),
            f"over {MAX_BYTES} bytes",
            f"at most {MAX_BYTES}",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        found = f"the byte 0x{data[error.start]:02x}"
        raise InputError("this is not text", Position(file, line, column), found, "UTF-8") from None
    node = parse_text(text, Origin(file))
    if node is None:
        raise InputError("the document is empty", Position(file), "nothing", "a mapping of keys to values")
    if not isinstance(node, Mapping):
        # A path may lead to a file that is nobody's business: what stands there is not told.
        found = "text" if isinstance(node, Scalar) else "a list"
        raise InputError(
            "a document is a mapping", node.position, found, "keys with values, such as 'name: rk4'"
        )
    return node


@dataclass(frozen=True, slots=True)
class Origin:
    """Where text comes from. Text of the command line has no lines, so all of it stands at one
    place."""

    file: str
    lines: bool = True

    def at(self, line: int, column: int) -> Position:
        return Position(self.file, line + 1, column + 1) if self.lines else Position(self.file)


def parse_text(text: str, origin: Origin) -> Node | None:
    """The tree of one YAML document; None for empty text. Raises InputError."""
    _check_bounds(text, origin)
    try:
        return _Builder(origin).build(quick_events(text))
    except (Extraordinary, InputError):
        return _Builder(origin).build(_events(text, origin))


def _check_bounds(text: str, origin: Origin) -> None:
    """Refuse at once what the parser would crawl through."""
    if match := _OVERLONG.search(text):
        position = _place(text, match.start(), origin)
        raise InputError(
            "this word is too long", position, f"over {MAX_WORD} characters", f"at most {MAX_WORD}"
        )
    if text.count(",") + text.count("\n") > MAX_WRITTEN:
        raise InputError(
            "the document is too large",
            origin.at(0, 0),
            f"over {MAX_WRITTEN} lines and entries",
            "fewer; an explicit tableau of 150 stages fits",
        )
    if len(text.split()) > MAX_WORDS:
        raise InputError("the document is too large", origin.at(0, 0), f"over {MAX_WORDS} words", "fewer")
    if match := _TAB.search(text):
        position = _place(text, match.start() + match.group().index("\t"), origin)
        raise InputError("a tab indents this line", position, "a tab", "spaces, as YAML requires")


def _place(text: str, offset: int, origin: Origin) -> Position:
    return origin.at(text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1)


def _events(text: str, origin: Origin) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except ReaderError as error:
        position = _place(text, error.position, origin)
        found = f"the character U+{ord(text[error.position]):04X}"
        raise InputError("this is not text", position, found, "printable characters") from None
    except MarkedYAMLError as error:
        raise _syntax_error(error, text, origin) from None
    except (YAMLError, ValueError, OverflowError):
        # such as "\UFFFFFFFF"; ruamel.yaml does not say where
        message, found = "this is not well-formed YAML", "an escape that is no character"
        raise InputError(message, Position(origin.file), found, "YAML 1.2") from None


def _syntax_error(error: Any, text: str, origin: Origin) -> InputError:
    mark = error.problem_mark or error.context_mark
    position = origin.at(mark.line, mark.column)
    character = text[mark.index : mark.index + 1].strip("\0")
    if error.context == "while scanning an alias":
        star = error.context_mark or mark
        return InputError(
            "an unquoted * begins a YAML alias",
            origin.at(star.line, star.column),
            "'*'",
            _STAR_HINT,
        )
    if character == "\t":
        return InputError("there is a tab where YAML allows spaces only", position, "a tab", "spaces")
    if mark.index >= len(text):
        what = (
            error.context.removeprefix("while parsing ").removeprefix("while scanning ")
            if error.context
            else ""
        )
        return InputError(
            "the document ends too early",
            position,
            "the end of the text",
            f"the end of {what}" if what else "",
        )
    found = repr(character) if character.strip() else "the end of the line"
    return InputError(f"this is not well-formed YAML, {error.problem}", position, found, "YAML 1.2")


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read."""

    position: Position
    anchor: str | None
    mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: tuple[str, Position] | None = None
    size: int = 1
    height: int = 1


class _Builder:
    """Builds the tree from events with a stack of its own, so that no input can exhaust
    Python's."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.open: list[_Open] = []
        self.anchored: dict[str, tuple[Node, int, int]] = {}  # node, size, height
        self.documents, self.nodes, self.written = 0, 0, 0
        self.top: Node | None = None

    def build(self, events: Iterator[Any]) -> Node | None:
        handlers = {
            "DocumentStartEvent": self.document,
            "ScalarEvent": self.scalar,
            "AliasEvent": self.alias,
            "SequenceStartEvent": self.start,
            "MappingStartEvent": self.start,
            "SequenceEndEvent": self.end,
            "MappingEndEvent": self.end,
        }
        for event in events:
            if handler := handlers.get(type(event).__name__):
                handler(event)
        return self.top

    def at(self, event: Any) -> Position:
        return self.origin.at(event.start_mark.line, event.start_mark.column)

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise InputError(
                "a file holds one document", self.at(event), "a second one", "the end of the file"
            )
        if event.tags or (event.version and tuple(event.version) != (1, 2)):
            raise InputError(
                "this YAML directive is not understood",
                self.at(event),
                "",
                "YAML 1.2 without directives",
            )

    def scalar(self, event: Any) -> None:
        position = self.at(event)
        self.refuse_tag(event, position)
        text, style = event.value, event.style
        if not text.isascii() and _SURROGATE.search(text):
            raise InputError("this is not text", position, "half of a surrogate pair", "printable characters")
        one_line = event.start_mark.line == event.end_mark.line
        lead = None if not one_line or style in ("|", ">") else 1 if style else 0
        null = not style and text in ("", "~", "null", "Null", "NULL")
        self.add(Scalar(None if null else text, position, lead), 1, 0, event.anchor, position)

    def alias(self, event: Any) -> None:
        position, name = self.at(event), event.anchor
        if name not in self.anchored:
            if any(container.anchor == name for container in self.open):
                raise InputError(
                    "an alias is inside the node that it repeats", position, f"'*{name}'", "no recursion"
                )
            raise InputError(
                f"this alias has no anchor (&{name}) before it", position, f"'*{name}'", _STAR_HINT
            )
        node, size, height = self.anchored[name]
        if len(self.open) + height > MAX_DEPTH:
            raise self.too_deep(position)
        self.add(node, size, height, None, position)

    def start(self, event: Any) -> None:
        position = self.at(event)
        self.refuse_tag(event, position)
        if len(self.open) >= MAX_DEPTH:
            raise self.too_deep(position)
        self.open.append(_Open(position, event.anchor, type(event).__name__ == "MappingStartEvent"))

    def end(self, event: Any) -> None:
        done = self.open.pop()
        node: Node = (
            Mapping(MappingProxyType(done.entries), done.position)
            if done.mapping
            else Sequence(tuple(done.items), done.position)
        )
        self.add(node, done.size, done.height, done.anchor, done.position, counted=done.size - 1)

    def add(
        self,
        node: Node,
        size: int,
        height: int,
        anchor: str | None,
        position: Position,
        counted: int = 0,
    ) -> None:
        """Put a finished node in its place; `counted` of its nodes are in the total already."""
        self.nodes += size - counted
        self.written += 1
        if self.nodes > MAX_NODES or self.written > MAX_WRITTEN:
            limit = MAX_NODES if self.nodes > MAX_NODES else MAX_WRITTEN
            raise InputError(
                "the document has too many values", position, f"over {limit}", f"at most {limit}"
            )
        if anchor:
            self.anchored[anchor] = (node, size, height)
        if not self.open:
            self.top = None if isinstance(node, Scalar) and node.text is None else node
            return
        parent = self.open[-1]
        parent.size += size
        parent.height = max(parent.height, height + 1)
        if not parent.mapping:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = (self.key(node, parent, position), position)
        else:
            name, place = parent.key
            parent.entries[name] = Entry(place, node)
            parent.key = None

    def key(self, node: Node, parent: _Open, position: Position) -> str:
        if not isinstance(node, Scalar) or node.text is None:
            raise InputError("a key is plain text", position, "a value that is not", "a name")
        if node.text == "<<":
            raise InputError("merge keys are not part of YAML 1.2", position, "'<<'", "the keys themselves")
        if node.text in parent.entries:
            first = parent.entries[node.text].key
            given = f", first given on line {first.line}" if first.line else ""
            raise InputError(f"duplicate key {describe(node.text)}{given}", position, "", "each key once")
        return node.text

    def refuse_tag(self, event: Any, position: Position) -> None:
        if event.tag is not None:
            found = describe(str(event.tag))
            raise InputError("YAML tags are not allowed here", position, found, "a plain value")

    def too_deep(self, position: Position) -> InputError:
        return InputError(
            "the document is nested too deeply",
            position,
            f"over {MAX_DEPTH} levels",
            f"at most {MAX_DEPTH}",
        )
