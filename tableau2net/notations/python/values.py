"""What expressions of Python are, as far as that is known, and arrays of them: entries, changes, sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tableau2net.errors import Position
from tableau2net.notations.numbers import combined
from tableau2net.read.arrays import transposed
from tableau2net.read.yaml_tree import Scalar
from tableau2net.read.yaml_tree import Sequence as List

MAX_ENTRIES = 10_000  # of an array that is computed with


@dataclass(frozen=True)
class Tableau:
    """A tableau that was found, by its number."""

    number: int


@dataclass(frozen=True)
class Table:
    """A mapping, or what a class has: values by their names."""

    entries: Mapping[str, Value]
    position: Position


Value = Scalar | List | Table | Tableau | str | None


def count(value: List) -> int:
    """How many entries an array has."""
    return sum(len(item.items) if isinstance(item, List) else 1 for item in value.items)


def at(value: Value, index: object) -> Value:
    """What stands at an index."""
    if isinstance(index, tuple):
        if len(index) == 2 and isinstance(value, List):
            rows, column = at(value, index[0]), index[1]
            if isinstance(index[0], slice) and isinstance(rows, List):
                picked = [at(row, column) for row in rows.items if isinstance(row, List)]
                return List(tuple(each for each in picked if isinstance(each, Scalar | List)), rows.position)
            return at(rows, column)
        return None
    if isinstance(value, Table):
        return value.entries.get(str(index)) if index is not None else None
    if not isinstance(value, List):
        return None
    if isinstance(index, slice):
        return List(value.items[index], value.position)
    if isinstance(index, int) and -len(value.items) <= index < len(value.items):
        found = value.items[index]
        return found if isinstance(found, Scalar | List) else None
    return None


def placed(value: List, index: object, entry: Scalar | List) -> List | None:
    """The array with an entry at an index in the place of what was there; None where there is no such place."""
    if isinstance(index, tuple) and len(index) == 2 and isinstance(index[0], int):
        row = at(value, index[0])
        changed = placed(row, index[1], entry) if isinstance(row, List) else None
        return None if changed is None else placed(value, index[0], changed)
    items = list(value.items)
    if isinstance(index, slice) and isinstance(entry, List):
        if len(items[index]) != len(entry.items):
            return None
        items[index] = entry.items
    elif isinstance(index, int) and -len(items) <= index < len(items):
        items[index] = entry
    else:
        return None
    return List(tuple(items), value.position)


def each_entry(value: Value, change: Callable[[Scalar], Scalar], levels: int = 2) -> Value:
    """A number, a vector or a matrix, changed entry by entry."""
    if isinstance(value, Scalar):
        return change(value)
    if not isinstance(value, List) or not levels or count(value) > MAX_ENTRIES:
        return None
    items = [each_entry(each, change, levels - 1) for each in value.items if isinstance(each, Scalar | List)]
    if None in items:
        return None
    return List(tuple(each for each in items if isinstance(each, Scalar | List)), value.position)


def paired(left: List, right: List, operator: str, levels: int = 2) -> List | None:
    """The sums or differences of two arrays, entry by entry; None where they are not of one shape."""
    if len(left.items) != len(right.items) or not levels or count(left) > MAX_ENTRIES:
        return None
    items: list[Scalar | List] = []
    for x, y in zip(left.items, right.items, strict=True):
        if isinstance(x, Scalar) and isinstance(y, Scalar):
            items.append(combined(x, operator, y))
        elif isinstance(x, List) and isinstance(y, List) and (pair := paired(x, y, operator, levels - 1)):
            items.append(pair)
        else:
            return None
    return List(tuple(items), left.position)


def upright(value: List) -> List | None:
    """The transposed matrix; a vector is its own."""
    if not any(isinstance(item, List) for item in value.items):
        return value
    return transposed(value) if count(value) <= MAX_ENTRIES else None
