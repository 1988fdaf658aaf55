"""The operations of the graph: what a node computes from the values of other nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from tableau2net.exact import ONE, Expression, Name


@dataclass(frozen=True, slots=True)
class Operation:
    """A node's operation; `arguments` are the nodes that it reads, in order."""

    arguments: tuple[str, ...]

    def renamed(self, names: Mapping[str, str]) -> Self:
        """The same operation on renamed arguments."""
        return replace(self, arguments=tuple(names.get(name, name) for name in self.arguments))

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()}({', '.join(self.arguments)})"


@dataclass(frozen=True, slots=True)
class Input(Operation):
    """A value that the graph is given."""


@dataclass(frozen=True, slots=True)
class Weight(Operation):
    """A learned scalar of the graph as a value, to be handed on."""

    scalar: str

    def __str__(self) -> str:
        return f"weight({self.scalar})"


@dataclass(frozen=True, slots=True)
class Alias(Operation):
    """The same value under a second name, to be read later."""


@dataclass(frozen=True, slots=True)
class Call(Operation):
    """A submodule applied to values. One that returns a tuple of `outputs` values is read through `Item`."""

    module: str
    outputs: int = 0

    def __str__(self) -> str:
        return f"{self.module}({', '.join(self.arguments)}){_returned(self.outputs)}"


@dataclass(frozen=True, slots=True)
class Repeat(Operation):
    """The submodules of a list applied one after the other, each to the values that the last one returned."""

    module: str
    outputs: int = 0

    def __str__(self) -> str:
        return f"repeat {self.module}({', '.join(self.arguments)}){_returned(self.outputs)}"


@dataclass(frozen=True, slots=True)
class Item(Operation):
    """One value of a node that computes several."""

    index: int

    def __str__(self) -> str:
        return f"{self.arguments[0]}[{self.index}]"


@dataclass(frozen=True, slots=True)
class Combine(Operation):
    """The linear combination Σ coefficients[i]·arguments[i]."""

    coefficients: tuple[Expression, ...]

    @property
    def terms(self) -> tuple[tuple[Expression, str], ...]:
        return tuple(zip(self.coefficients, self.arguments, strict=True))

    @classmethod
    def of(cls, terms: list[tuple[Expression, str]]) -> Combine:
        return cls(tuple(name for _, name in terms), tuple(value for value, _ in terms))

    def __str__(self) -> str:
        first, *rest = (_term(coefficient, name) for coefficient, name in self.terms)
        return first + "".join(f" - {term[1:]}" if term.startswith("-") else f" + {term}" for term in rest)


@dataclass(frozen=True, slots=True)
class Concat(Operation):
    """The values one after the other along the channels."""

    def __str__(self) -> str:
        return f"[{', '.join(self.arguments)}]"


@dataclass(frozen=True, slots=True)
class Split(Operation):
    """The value's channels in `outputs` equal groups, read through `Item`."""

    outputs: int

    def __str__(self) -> str:
        return f"split({', '.join(self.arguments)}){_returned(self.outputs)}"


def _returned(outputs: int) -> str:
    return f" -> {outputs}" if outputs else ""


def _term(coefficient: Expression, name: str) -> str:
    """`1/2 k1`, `-k1`, `k u`, `(k - 1) u`: what is neither a rational number nor a name stands in parentheses."""
    if coefficient in (ONE, -ONE):
        return name if coefficient == ONE else f"-{name}"
    plain = coefficient.rational is not None or isinstance(coefficient, Name)
    return f"{coefficient} {name}" if plain else f"({coefficient}) {name}"
