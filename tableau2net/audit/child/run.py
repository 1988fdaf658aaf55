"""One run of a step with probe fields, and whether two runs tell the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from tableau2net.audit.child.arrays import Arrays, Numbers
from tableau2net.audit.child.refusal import Refusal, reason
from tableau2net.audit.child.tape import Full, Setting, Tape

AGREEMENT = 1e-8  # of the coefficients in two settings, beside 1 or the largest of them
EXPECTED = "a step whose values are combinations of its inputs and of h times its slopes"
OTHER = "the step changes with the step size or the state"


@dataclass
class Run:
    """A run of a step: the tape, and the states that it returned."""

    tape: Tape
    outputs: list[list[Numbers]]

    @staticmethod
    def of(run: Callable[[Tape], Sequence[Any]], arrays: Arrays, inputs: int, setting: Setting) -> Run:
        """Raises Refusal, also for whatever the code raises; Full."""
        tape = Tape(setting, arrays, inputs)
        try:
            returned = run(tape)
        except (Refusal, Full):
            raise
        except (Exception, SystemExit) as error:
            raise Refusal("the step cannot be run with probe fields", reason(error), EXPECTED) from error
        outputs = [found for value in returned for found in [arrays.blocks(value, tape.size)] if found]
        if len(outputs) < inputs:
            types = ", ".join(type(value).__name__ for value in returned) or "nothing"
            raise Refusal("the step does not return a new state", types, "an array as large as the state")
        return Run(tape, [[tape.row(block) for block in blocks] for blocks in outputs])

    def compare(self, other: Run) -> None:
        """Raises Refusal unless the runs tell the same step."""
        ours, theirs = self.tape.seen, other.tape.seen
        if len(ours) != len(theirs):
            raise Refusal(OTHER, f"{len(ours)} and {len(theirs)} evaluations", EXPECTED)
        self.begins_as(other, OTHER)
        for index, (mine, its) in enumerate(zip(self.outputs, other.outputs, strict=True), start=1):
            _agree(mine, its, "the result" if index == 1 else f"result {index}")

    def begins_as(self, other: Run, message: str) -> None:
        """Raises Refusal, with the message where another field is evaluated, unless the evaluations are the same as far
        as both have any."""
        for index, (one, two) in enumerate(zip(self.tape.seen, other.tape.seen, strict=False), start=1):
            place = f"of evaluation {index}"
            if one.field != two.field:
                raise Refusal(message, f"{one.field!r} and {two.field!r} in evaluation {index}", EXPECTED)
            _agree(one.argument, two.argument, f"the argument {place}")
            times = [[each.time] for each in (one, two) if each.time is not None]
            if len(times) == 2:
                _agree(times[:1], times[1:], f"the time {place}, in steps from the start,")


def _agree(ours: list[Numbers], theirs: list[Numbers], what: str) -> None:
    """Raises Refusal unless the coefficients are the same; rows of another number of slopes end in zeros."""
    if len(ours) == len(theirs):
        pairs = [pair for one, two in zip(ours, theirs, strict=True) for pair in zip(one, two, strict=True)]
        numbers = [abs(each) for pair in pairs for each in pair]
        if not all(map(isfinite, numbers)):
            raise Refusal(f"{what} is not finite", "", EXPECTED)
        bound = AGREEMENT * max(1.0, *numbers)
        worst = max(pairs, key=lambda pair: abs(pair[0] - pair[1]))
        if abs(worst[0] - worst[1]) <= bound:
            return
        found = f"the coefficients {worst[0]:.6g} and {worst[1]:.6g} in two runs"
    else:
        found = f"{len(ours)} and {len(theirs)} parts"
    raise Refusal(f"{what} is not a combination of states and of h times slopes", found, EXPECTED)
