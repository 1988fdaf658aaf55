"""What a graph's submodules are made of: components, and fields to be shared."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.components import Component
from tableau2net.components.registry import OptionValue

Argument = OptionValue | tuple[int, ...]


class Module:
    """A submodule of a graph: a component, steps, or a system of stage equations."""


@dataclass(frozen=True)
class Build(Module):
    """A component, constructed: Component(*arguments, **options).

    A field's convolutions are made by its `operator`, one without arguments; where it is None, by the field's own.
    """

    component: Component
    arguments: tuple[Argument, ...]
    options: tuple[tuple[str, OptionValue], ...] = ()
    operator: Build | None = None


@dataclass(frozen=True)
class FieldList:
    """`length` fields alike, of which several steps may use the same one."""

    build: Build
    length: int


@dataclass(frozen=True)
class FieldUse:
    """Element `first + stride·n` of the field list `fields`, for the n-th of the steps that use it."""

    fields: str
    first: int
    stride: int = 0
