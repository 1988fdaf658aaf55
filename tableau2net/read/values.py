"""The numbers of a document, wherever they stand in it: all of them, and the document with parameters at values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from tableau2net.exact import Expression, at
from tableau2net.read.model import Section
from tableau2net.read.yaml_tree import Path

S = TypeVar("S", bound=Section)
Values = Mapping[str, Expression]


def numbers(value: Any, path: Path = ()) -> Iterator[tuple[Path, Expression]]:
    """Every number in a section, or in a value that it holds, with the path that leads to it."""
    if isinstance(value, Expression):
        yield path, value
    elif isinstance(value, Section):
        for name in type(value).model_fields:
            yield from numbers(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from numbers(each, (*path, index))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from numbers(each, (*path, key))


def at_values(section: S, values: Values) -> S:
    """The section with its numbers at the values. Raises ZeroDivisionError where one has none there."""
    changed = {
        name: mapped(getattr(section, name), lambda number: at(number, values))
        for name in type(section).model_fields
    }
    return section.model_copy(update=changed)


def mapped(value: Any, change: Callable[[Expression], Expression]) -> Any:
    """A value of a section with each number that it holds changed."""
    if isinstance(value, Expression):
        return change(value)
    if isinstance(value, Section):
        changed = {name: mapped(getattr(value, name), change) for name in type(value).model_fields}
        return value.model_copy(update=changed)
    if isinstance(value, tuple):
        return tuple(mapped(each, change) for each in value)
    if isinstance(value, dict):
        return {key: mapped(each, change) for key, each in value.items()}
    return value
