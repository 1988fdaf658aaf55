"""What a graph's submodules are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tableau2net.components import Component
from tableau2net.components.registry import OptionValue
from tableau2net.exact import Expression

if TYPE_CHECKING:
    from tableau2net.graph.graph import Graph

Argument = OptionValue | tuple[int, ...]


@dataclass(frozen=True)
class Build:
    """A component, constructed: Component(*arguments, **options)."""

    component: Component
    arguments: tuple[Argument, ...]
    options: tuple[tuple[str, OptionValue], ...] = ()


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


@dataclass(frozen=True)
class Steps:
    """`count` instances of a step's graph; each of its slots is given a field."""

    graph: Graph
    uses: tuple[FieldUse, ...]
    count: int = 1


@dataclass(frozen=True)
class System:
    """The stage equations of an implicit step, k = graph(k, known), and how they are solved.

    The graph is given those of the step's own slots that are named in `slots`.
    """

    graph: Graph
    slots: tuple[str, ...]
    count: int
    solver: Component
    tolerance: Expression
    iterations: int


Module = Build | Steps | System
