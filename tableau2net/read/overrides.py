"""`--set KEY=VALUE`, or `--with` for a recipe: a dotted path into a document, and the YAML value to put there.

Integers index lists, `*` stands for every item of a list. What may be set is for the documents to
say: a key that does not exist yet is added here, and refused when the document is read if it is not
one of its keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from collections.abc import Sequence as SequenceOf
from types import MappingProxyType

from tableau2net.errors import InputError, Position
from tableau2net.read.reference import is_path, moved_path, referred
from tableau2net.read.text import Origin, parse_text
from tableau2net.read.yaml_tree import Mapping, Node, Scalar, Sequence, describe, is_null

_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""")
REFERENCES = ("scheme", "starter")  # keys of a network that may name another document


def apply(tree: Mapping, overrides: SequenceOf[str], option: str = "--set") -> Mapping:
    """The tree with every override made, in order. Raises InputError, placed at the override as it is written behind
    the command line's `option`."""
    for override in overrides:
        key, equals, text = override.partition("=")
        place = Position(f"{option} {_shown(override)}".strip())
        if not equals or not all(key.split(".")):
            raise InputError("this override cannot be understood", place, describe(key), "KEY=VALUE")
        value = parse_text(text, Origin(place.file, lines=False)) or Scalar(None, place)
        if is_null(value) and text.strip() not in ("null", "~"):
            raise InputError("this override has no value", place, "nothing", "KEY=VALUE")
        changed = _set(tree, key.split("."), value, place, ())
        assert isinstance(changed, Mapping)  # the path has at least one step
        tree = changed
    return tree


def moved(override: str, folder: str) -> str:
    """An override that was made, as it is written in another folder, which is named as it really lies: where it names
    other documents by paths, these lead from there, and all else stays as it is written."""
    key, _, text = override.partition("=")
    value = parse_text(text, Origin(""))
    paths = [] if value is None else list(_paths(value, tuple(key.split("."))))
    lines = text.split("\n")
    for each in sorted(paths, key=lambda each: (each.position.line, each.position.column), reverse=True):
        there = moved_path(each.text or "", folder)
        written = (
            there if _is_plain(there, inside=value is not each) else json.dumps(there, ensure_ascii=False)
        )
        line, start = lines[each.position.line - 1], each.position.column - 1
        end = start + len(_as_written(line[start:], each.text or ""))
        lines[each.position.line - 1] = f"{line[:start]}{written}{line[end:]}"
    return f"{key}={chr(10).join(lines)}"


def _paths(value: Node, path: tuple[str, ...]) -> Iterator[Scalar]:
    """The paths to other documents in a value at a path of a network."""
    if isinstance(value, Scalar):
        if _refers(path) and value.text and is_path(value.text):
            yield value
        return
    inside = (
        [(key, entry.value) for key, entry in value.entries.items()]
        if isinstance(value, Mapping)
        else [(str(index), item) for index, item in enumerate(value.items)]
    )
    for step, each in inside:
        yield from _paths(each, (*path, step))


def _as_written(line: str, text: str) -> str:
    """A scalar of this text as a line begins with it: as it is, or in quotation marks."""
    quoted = _QUOTED.match(line)
    return quoted.group() if quoted else text


def _is_plain(text: str, *, inside: bool) -> bool:
    """Whether YAML reads a text as itself, by itself or inside a list."""
    try:
        read = parse_text(f"[{text}]" if inside else text, Origin("", lines=False))
    except InputError:
        return False
    if inside and isinstance(read, Sequence) and len(read.items) == 1:
        (read,) = read.items
    return isinstance(read, Scalar) and read.text == text


def _refers(path: tuple[str, ...]) -> bool:
    """Whether another document may be named here: at a key of a network, of a period or of a part of one."""
    return path[-1:] in [(key,) for key in REFERENCES] and (len(path) == 1 or path[0] == "periods")


def _shown(override: str) -> str:
    line = " ".join(override.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def _set(node: Node, path: SequenceOf[str], value: Node, place: Position, above: tuple[str, ...]) -> Node:
    if not path:
        return value
    step, rest = path[0], path[1:]
    here = (*above, step)
    if isinstance(node, Scalar) and _refers(above) and node.text:
        node = referred(node)[0]
    # A word may stand for {word: …}, as history's transport.
    if isinstance(node, Scalar) and node.text == step:
        node = Mapping(MappingProxyType({}), place)
    if isinstance(node, Mapping):
        below = node.get(step) or Mapping(MappingProxyType({}), place)
        return node.replaced(step, _set(below, rest, value, place, here), place)
    name = ".".join(above)
    if isinstance(node, Scalar):
        raise InputError(
            f"{name} has nothing below it",
            place,
            describe(step),
            f"its value, {describe(node.text)}",
        )
    count = len(node.items)
    if step != "*" and not (step.isascii() and step.isdigit() and int(step) < count):
        expected = f"* or an index from 0 to {count - 1}" if count else "nothing, the list is empty"
        raise InputError(f"{name} is a list of {count}", place, describe(step), expected)
    chosen = range(count) if step == "*" else (int(step),)
    items = tuple(
        _set(item, rest, value, place, here) if index in chosen else item
        for index, item in enumerate(node.items)
    )
    return Sequence(items, node.position)
