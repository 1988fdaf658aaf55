"""A sequence of steps that was run from one state, as numbers, which pass between child process and auditor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tableau2net.audit.recording import Evaluation, Recording, Row


@dataclass(frozen=True, slots=True)
class Trajectory:
    """All evaluations of the steps together, in the recording, whose times are in steps from the start; the state after
    each step, and how many evaluations were made until then."""

    recording: Recording
    states: tuple[Row, ...]
    counts: tuple[int, ...]

    @staticmethod
    def of(value: Mapping[str, Any]) -> Trajectory:
        """The trajectory that JSON tells."""
        rows = tuple(tuple(map(float, row)) for row in value["states"])
        recording = Recording.of(value)
        size = 1 + recording.slopes
        return Trajectory(recording, tuple(_filled(row, size) for row in rows), tuple(value["counts"]))

    @property
    def steps(self) -> int:
        return len(self.states)

    def state(self, n: int) -> Row:
        """The state after n steps, and the first one for n = 0."""
        return self.states[n - 1] if n else _filled((1.0,), 1 + self.recording.slopes)

    def count(self, n: int) -> int:
        """How many evaluations the first n steps make."""
        return self.counts[n - 1] if n else 0

    def until(self, n: int) -> Recording:
        """The first n steps as one step of the n-fold length."""
        count = self.count(n)

        def row(values: Row) -> Row:
            return (values[0], *(share / n for share in values[1 : 1 + count]))

        def shorter(each: Evaluation) -> Evaluation:
            time = None if each.time is None else each.time / n
            return replace(each, time=time, argument=tuple(map(row, each.argument)))

        evaluations = tuple(map(shorter, self.recording.evaluations[:count]))
        return replace(self.recording, evaluations=evaluations, outputs=((row(self.state(n)),),), aside=())

    def counted(self, more: int) -> Trajectory:
        """The same with so many more evaluations in the first step: with the first evaluation of each later step as the
        last of the one before, or, for −1, the other way round."""
        counts = tuple(count + more for count in self.counts)
        if counts[-1] <= self.recording.slopes:
            return replace(self, counts=counts)
        return replace(self, states=self.states[:-1], counts=counts[:-1])


def _filled(row: Row, size: int) -> Row:
    return (*row, *(0.0,) * (size - len(row)))
