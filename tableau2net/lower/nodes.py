"""The operations of a step as they come to be, with those that are made where they are first asked for: shortcuts,
values at half the resolution, joins of paths, learned scalars as values."""

from __future__ import annotations

from fractions import Fraction
from itertools import count

from tableau2net.exact import ONE, ZERO, Expression, number
from tableau2net.graph import Call, Combine, Input, Operation, Weight
from tableau2net.lower.slots import Slots
from tableau2net.lower.step_options import StepOptions


class Nodes:
    """The nodes of one step, by name; the `external` values are its inputs."""

    def __init__(self, external: tuple[str, ...], options: StepOptions, slots: Slots) -> None:
        self.external, self.options, self.slots = external, options, slots
        self.operations: dict[str, Operation] = {value: Input(()) for value in external}
        self.shortcuts: dict[str, str] = {}
        self.pools: dict[str, str] = {}
        self.joins: dict[tuple[str, ...], str] = {}
        self.weights: dict[str, str] = {}

    def another(self, node: str) -> str:
        """The next node that asks for the same variable, and is no output."""
        base = node.partition(".")[0]
        taken = {*self.operations, *(f"{value}.1" for value in self.external)}
        return next(name for name in (f"{base}.{n}" for n in count(1)) if name not in taken)

    @property
    def linear(self) -> set[str]:
        """The external values and their shortcuts: what is no slope."""
        return {*self.external, *self.shortcuts.values()}

    def carried(self, row: tuple[Expression, ...]) -> tuple[str, ...]:
        """The external values as a sum with these coefficients reads them: through shortcuts where the step enters."""
        if not self.options.enters:
            return self.external
        return tuple(
            name if entry == ZERO else self.shortcut(name)
            for entry, name in zip(row, self.external, strict=True)
        )

    def shortcut(self, value: str) -> str:
        """The node of an external value at the state's channels and resolution, made at its first use."""
        if value not in self.shortcuts:
            number = str(self.external.index(value) + 1) if len(self.external) > 1 else ""
            self.shortcuts[value] = f"s{number}"
            self.operations[self.shortcuts[value]] = Call((value,), self.slots.shortcut(f"shortcut{number}"))
        return self.shortcuts[value]

    def pooled(self, value: str) -> str:
        """The node of a value at half the resolution, made at its first use."""
        if value not in self.pools:
            self.pools[value] = self.another(value)
            self.operations[self.pools[value]] = Call((value,), "pooled")
        return self.pools[value]

    def joined(self, operation: Operation, node: str) -> Operation:
        """The operation of a node itself, or where it is the mean of several slopes, their join; the same slopes are
        joined once."""
        if self.options.join is None or not isinstance(operation, Combine):
            return operation
        terms = [(c, value) for c, value in operation.terms if c != ZERO]
        mean = number(Fraction(1, max(len(terms), 1)))
        linear = self.linear | {self.pools[value] for value in self.linear if value in self.pools}
        if len(terms) < 2 or any(c != mean or value in linear for c, value in terms):
            return operation
        paths = tuple(value for _, value in terms)
        if paths in self.joins:
            return Combine((self.joins[paths],), (ONE,))
        self.joins[paths] = node
        return Call((*(["column"] if self.options.column else []), *paths), "join")

    def weight(self, scalar: str) -> str:
        """The node of a learned scalar as a value."""
        node = self.weights.setdefault(scalar, f"learned.{len(self.weights) + 1}")
        self.operations[node] = Weight((), scalar)
        return node
