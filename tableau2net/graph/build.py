"""What a graph's submodules are made of: components, and fields to be shared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tableau2net.components import Component
from tableau2net.components.contract import OPERATOR
from tableau2net.components.registry import OptionValue


@dataclass(frozen=True)
class DropRate:
    """The rate at which slopes are dropped: rate·(first + stride·n)/last, for the n-th of the steps that are built
    alike; `rate` itself where `last` is 0."""

    rate: float
    first: int
    last: int
    stride: int = 0

    def at(self, n: int) -> float:
        """The rate of the n-th step, computed as the emitted text does."""
        return self.rate * (self.first + self.stride * n) / self.last if self.last else self.rate

    def __str__(self) -> str:
        stride = (("stride", self.stride),) if self.stride else ()
        return called("drop_rate", (self.rate,), (("first", self.first), ("last", self.last), *stride))


Argument = OptionValue | tuple[int, ...] | DropRate


class Module:
    """A submodule of a graph: a component, steps, or a system of stage equations."""


@dataclass(frozen=True)
class Build(Module):
    """A component, constructed: Component(*arguments, **options).

    A field's convolutions are made by its `operator`, one without arguments; where it is None, by the field's own.
    One that `shares` has the weights of the module of that name, which stands before it, and batch norms of its own.
    """

    component: Component
    arguments: tuple[Argument, ...] = ()
    options: tuple[tuple[str, OptionValue], ...] = ()
    operator: Build | None = None
    shares: str = ""

    def __str__(self) -> str:
        operator = ((OPERATOR, self.operator),) if self.operator is not None else ()
        shares = (("shares", self.shares),) if self.shares else ()
        return called(reference(self.component), self.arguments, (*self.options, *operator, *shares))


@dataclass(frozen=True)
class Drop(Module):
    """What drops or disturbs slopes or paths in training: component(rate, **options). Where `rate` is None it is the
    `drop_rate` that the step is constructed with."""

    component: Component
    options: tuple[tuple[str, OptionValue], ...] = ()
    rate: float | None = None

    def __str__(self) -> str:
        rate = (("rate", self.rate),) if self.rate is not None else ()
        return called("drop", (Build(self.component, (), self.options),), rate)


Own = tuple[str, ...]  # of "norms" and "last"


@dataclass(frozen=True)
class FieldList:
    """`length` fields alike, of which several steps may use the same one.

    What is their `own`, each evaluation that uses a field has for itself: batch norms, or the last convolution. All
    else of the field they share.
    """

    build: Build
    length: int
    own: Own = ()

    def __str__(self) -> str:
        own = f" own {', '.join(self.own)}" if self.own else ""
        return f"{self.length}{own} * {self.build}"


@dataclass(frozen=True)
class FieldUse:
    """Element `first + stride·n` of the field list `fields`, for the n-th of the steps that use it."""

    fields: str
    first: int
    stride: int = 0

    def __str__(self) -> str:
        return f"{self.fields}[{self.first}{f'::{self.stride}' if self.stride else ''}]"


def reference(component: Component) -> str:
    """How a printed graph calls a component: `fields.basic`, `fields['package.module:Class']`."""
    role, kind = component.role, component.kind
    return f"{role}.{kind.replace('-', '_')}" if component.text else f"{role}[{kind!r}]"


def called(name: str, arguments: Iterable[object], keywords: Iterable[tuple[str, object]] = ()) -> str:
    """A call as Python writes it; values that print themselves stand as they do."""
    shown = [*map(_shown, arguments), *(f"{key}={_shown(value)}" for key, value in keywords)]
    return f"{name}({', '.join(shown)})"


def _shown(value: object) -> str:
    return str(value) if isinstance(value, Build | DropRate) else repr(value)
