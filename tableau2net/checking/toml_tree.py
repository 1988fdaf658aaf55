"""TOML → tree: all values as text, each key with the place where it stands, which Python's own parser does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from tableau2net.errors import InputError, Position
from tableau2net.read.yaml_tree import Entry, Mapping, Node, Scalar, Sequence

_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)")
Keys = tuple[str, ...]
Places = dict[Keys, Position]


def parse_toml(text: str, file: str) -> Mapping:
    """The tree of a document. Raises InputError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _PLACE.fullmatch(str(error))
        end = (text.count("\n") + 1, len(text) - text.rfind("\n"))
        at = (int(match[2]), int(match[3])) if match and match[2] else end
        found = (match[1] if match else str(error)).lower()
        raise InputError("this is not well-formed TOML", Position(file, *at), found, "TOML 1.0") from None
    tree = _node(table, (), dict(_places(text, file)), Position(file, 1, 1))
    assert isinstance(tree, Mapping)
    return tree


def _places(text: str, file: str) -> Iterator[tuple[Keys, Position]]:
    """Where each key stands. A statement is the fewest lines that are TOML by themselves: one that is not at its end
    is none."""
    lines, start, table = text.split("\n"), 0, Keys()
    while start < len(lines):
        statement, end = _statement(lines, start)
        first = lines[start].lstrip(" \t")
        place = Position(file, start + 1, len(lines[start]) - len(first) + 1)
        if first.startswith("["):
            table = next(iter(_leaves(statement)))
            yield table, place
        else:
            for keys in _leaves(statement):
                yield from (((*table, *keys[:depth]), place) for depth in range(1, len(keys) + 1))
        start = end


def _statement(lines: list[str], start: int) -> tuple[dict[str, Any], int]:
    """What the statement that begins on a line says, and the line after it."""
    for end in range(start + 1, len(lines)):
        try:
            return tomllib.loads("\n".join(lines[start:end])), end
        except tomllib.TOMLDecodeError:
            continue
    return tomllib.loads("\n".join(lines[start:])), len(lines)


def _leaves(table: dict[str, Any]) -> Iterator[Keys]:
    """The keys that lead to each value that is no table, or is an empty one."""
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from ((key, *more) for more in _leaves(value))
        else:
            yield (key,)


def _node(value: Any, keys: Keys, places: Places, around: Position) -> Node:
    place = places.get(keys, around)
    if isinstance(value, dict):
        entries = {
            key: Entry(places.get((*keys, key), place), _node(each, (*keys, key), places, place))
            for key, each in value.items()
        }
        return Mapping(MappingProxyType(entries), place)
    if isinstance(value, list):
        return Sequence(tuple(_node(each, keys, places, place) for each in value), place)
    return Scalar(str(value).lower() if isinstance(value, bool) else str(value), place, None)
