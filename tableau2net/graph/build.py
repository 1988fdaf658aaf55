"""What a graph's submodules are made of: components, and fields to be shared."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.components import Component
from tableau2net.components.registry import OptionValue


@dataclass(frozen=True)
class Death:
    """The rate at which slopes are dropped: rate·(first + stride·n)/last, for the n-th of the steps that are built
    alike; `rate` itself where `last` is 0."""

    rate: float
    first: int
    last: int
    stride: int = 0

    def at(self, n: int) -> float:
        """The rate of the n-th step, computed as the emitted text does."""
        return self.rate * (self.first + self.stride * n) / self.last if self.last else self.rate


Argument = OptionValue | tuple[int, ...] | Death


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
class Drop(Module):
    """What drops slopes or paths in training: component(rate, **options). Where `rate` is None it is the `death` that
    the step is constructed with."""

    component: Component
    options: tuple[tuple[str, OptionValue], ...] = ()
    rate: float | None = None


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
