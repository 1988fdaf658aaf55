"""What a step was seen to do, as numbers: the one value that passes between the child process and the auditor, in which
what a step should do is written too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = tuple[
    float, ...
]  # of what a value is a combination: of the inputs, and of the slopes from the first one on
Blocks = tuple[Row, ...]  # what stands side by side in one value: one row where nothing is concatenated


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One evaluation of a field: the field's name, empty where there is one; the time in steps from the start of the
    step, None where the field is not told any; and the argument."""

    field: str
    time: float | None
    argument: Blocks

    @staticmethod
    def of(value: Mapping[str, Any]) -> Evaluation:
        """The evaluation that JSON tells."""
        return Evaluation(value["field"], value["time"], _blocks(value["argument"]))


@dataclass(frozen=True, slots=True)
class Recording:
    """A step: the values that it is given, its evaluations in order, the values that it returns, what was set in it.

    `iterated` tells that its stage equations were solved by iteration, and that each evaluation stands for all of one
    field at one time. `learned` are the values of its learned numbers, `claims` what the code says of itself. `aside`
    is what it returns besides, such as an error estimate.
    """

    name: str
    inputs: tuple[str, ...]
    evaluations: tuple[Evaluation, ...]
    outputs: tuple[Blocks, ...]
    aside: tuple[Blocks, ...] = ()
    iterated: bool = False
    learned: Mapping[str, float] = field(default_factory=dict)
    claims: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    line: int = 0

    @property
    def slopes(self) -> int:
        return len(self.evaluations)

    @property
    def concatenates(self) -> bool:
        """Whether some value has several others side by side."""
        values = (*(each.argument for each in self.evaluations), *self.outputs)
        return any(len(value) != 1 for value in values)

    @staticmethod
    def of(value: Mapping[str, Any]) -> Recording:
        """The recording that JSON tells."""
        return Recording(
            name=value["name"],
            inputs=tuple(value["inputs"]),
            evaluations=tuple(map(Evaluation.of, value["evaluations"])),
            outputs=tuple(map(_blocks, value["outputs"])),
            aside=tuple(map(_blocks, value["aside"])),
            iterated=value["iterated"],
            learned=dict(value["learned"]),
            claims=dict(value["claims"]),
            notes=tuple(value["notes"]),
            line=value["line"],
        )


def _blocks(value: Sequence[Sequence[float]]) -> Blocks:
    return tuple(tuple(map(float, row)) for row in value)
