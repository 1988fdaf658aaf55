"""The slots of a step: the fields that its evaluations use, those that share weights with others, and its shortcuts."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Literal

from tableau2net.errors import InputError
from tableau2net.exact import ZERO, Expression
from tableau2net.graph import Slot
from tableau2net.lower.weights import Evaluation, evaluation_name, slot_name
from tableau2net.methods import Method

Width = tuple[
    int, int | None
]  # of how many states a value is, and of how many slopes where those have other channels


class Slots:
    """Each is declared at its first use. With `own` every evaluation has one of its own, though it shares weights."""

    def __init__(self, method: Method, weights: str, coupling: str, *, own: bool) -> None:
        self.method, self.weights, self.coupling, self.own = method, weights, coupling, own
        self.declared: dict[str, Slot] = {}
        self.evaluated: set[str] = set()

    def __getitem__(self, name: str) -> Slot:
        return self.declared[name]

    def all(self) -> tuple[Slot, ...]:
        return tuple(self.declared.values())

    def shortcut(self, name: str) -> str:
        """The slot of a shortcut, which reads an external value."""
        self.declared[name] = Slot(name, None, role="shortcut")
        return name

    def evaluation(self, evaluation: Evaluation, width: Width, *, strided: bool = False) -> str:
        """The slot of an evaluation."""
        return self.of(
            evaluation.stage, slot_name(self.weights, evaluation, self.method), width, strided=strided
        )

    def of(self, stage: int, shared: str, width: Width, *, strided: bool = False) -> str:
        """The slot of an evaluation that shares weights with all of those that `shared` names.

        Raises InputError where these are evaluations of inputs of different width or resolution.
        """
        role: Literal["field", "strided"] = "strided" if strided else "field"
        at, field, (states, slopes) = self.time(stage), self.method.field_names[stage], width
        slot = self.declared.setdefault(shared, Slot(shared, at, states, field, role, slopes=slopes))
        if slot.field != field:  # one field for all, which is of none of them
            self.declared[shared] = replace(slot, field="")
        if slot.role != role:
            raise InputError(
                f"weights {self.weights!r} share one field between what is before a transition and after it",
                found="a field with a stride and without",
                expected="weights 'evaluation'",
            )
        if (slot.width, slot.slopes) != width:
            raise InputError(
                f"weights {self.weights!r} share one field between inputs of different width",
                found=f"inputs of {_widths(slot.width, slot.slopes)} and of {_widths(*width)} times the channels",
                expected="weights 'evaluation' or 'stage', or coupling 'sum'",
            )
        if not self.own or shared not in self.evaluated:
            self.evaluated.add(shared)
            return shared
        name = evaluation_name(shared, {*self.declared, *self.shared})
        self.declared[name] = replace(slot, name=name, node=at, shares=shared)
        return name

    def time(self, stage: int) -> Expression | None:
        """The node c_i where the field is evaluated at one known time: not so for a field shared by a whole step, where
        the convolutions learn the coefficients, or for a stage that does not read the state, as in PolyNet."""
        node = self.method.c[stage]
        timed = self.weights not in ("step", "period") and self.coupling == "sum"
        carries = any(entry != ZERO for entry in self.method.U[stage])
        return node if timed and carries and not node.names else None

    @cached_property
    def shared(self) -> frozenset[str]:
        """The slots that evaluations share, which no other one may be called as."""
        stages = range(self.method.stages)
        return frozenset(
            slot_name(self.weights, Evaluation(stage, sweep), self.method)
            for stage in stages
            for sweep in (0, 1)
        )


def _widths(states: int, slopes: int | None) -> str:
    """`2`, or `1 + 3` where slopes have channels of their own."""
    return str(states) if slopes is None else f"{states} + {slopes}"
