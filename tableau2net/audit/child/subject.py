"""A step that can be run with probe fields, and its recording, made in two settings that must tell the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from tableau2net.audit.child.arrays import Arrays, Numbers
from tableau2net.audit.child.refusal import Refusal, reason
from tableau2net.audit.child.tape import Full, Setting, Tape

CAPACITIES = (64, 1024)  # evaluations in one step: those of most, and those of 36 stages with links
AGREEMENT = 1e-8  # of the coefficients in two settings, beside 1 or the largest of them
EXPECTED = "a step whose values are combinations of its inputs and of h times its slopes"


@dataclass(frozen=True)
class Subject:
    """A step: its name, the names of the values that it is given, and how it is run, which gives the values that it
    returns, of which the first ones are those that it is given next.

    With `absorbed` the step size is 1. `keyed` are the ways of telling evaluations apart that are tried, in order.
    """

    name: str
    inputs: tuple[str, ...]
    arrays: Arrays
    run: Callable[[Tape], Sequence[Any]]
    absorbed: bool = False
    keyed: tuple[bool, ...] = (False, True)
    learned: Mapping[str, float] = field(default_factory=dict)
    claims: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    line: int = 0
    whole: bool = False  # whether all that it returns is given to a later step

    def recorded(self) -> dict[str, Any]:
        """The recording, ready for `json.dumps`. Raises Refusal.

        Equations that are iterated until they are solved take another number of evaluations where all evaluations at
        one time give the same slope. An iteration of a fixed number of sweeps is what it is, an explicit step.
        """
        refusals: list[Refusal] = []
        for keyed in self.keyed:
            try:
                first, again = (_Run.of(self, setting) for setting in self._settings(keyed))
                if not keyed and len(self.keyed) > 1 and first.tape.repeats and self._converges(first.tape):
                    continue
                first.compare(again)
            except Refusal as error:
                refusals.append(error)
                continue
            return self._told(first, keyed)
        raise refusals[0]

    def _converges(self, counted: Tape) -> bool:
        setting = replace(counted.setting, keyed=True)
        try:
            return _Run.of(self, setting).tape.evaluations != counted.evaluations
        except (Refusal, Full):
            return False

    def _told(self, first: _Run, keyed: bool) -> dict[str, Any]:
        inputs, slopes = len(self.inputs), len(first.tape.seen)
        results = len(first.outputs) if self.whole else inputs

        def cut(blocks: list[Numbers]) -> list[Numbers]:
            return [row[: inputs + slopes] for row in blocks]

        return {
            "name": self.name,
            "inputs": list(self.inputs),
            "evaluations": [
                {"field": each.field, "time": each.time, "argument": cut(each.argument)}
                for each in first.tape.seen
            ],
            "outputs": [cut(blocks) for blocks in first.outputs[:results]],
            "aside": [cut(blocks) for blocks in first.outputs[results:]],
            "iterated": keyed,
            "learned": dict(self.learned),
            "claims": dict(self.claims),
            "notes": list(self.notes),
            "line": self.line,
        }

    def _settings(self, keyed: bool) -> Iterator[Setting]:
        """A step from 0, of which nothing is rounded but what the code itself rounds; and a longer one from elsewhere
        with other vectors."""
        capacity = _capacity(self, keyed)
        yield Setting(0.0, 1.0 if self.absorbed else 0.25, 0, capacity, keyed)
        yield Setting(2.0, 1.0 if self.absorbed else 0.5, 1, capacity, keyed)


def _capacity(subject: Subject, keyed: bool) -> int:
    for capacity in CAPACITIES:
        try:
            _Run.of(subject, Setting(0.0, 1.0 if subject.absorbed else 0.25, 0, capacity, keyed))
        except Full:
            continue
        return capacity
    raise Refusal(
        "the step evaluates its fields again and again", f"more than {CAPACITIES[-1]} evaluations", EXPECTED
    )


@dataclass
class _Run:
    """A run of a step: the tape, and the states that it returned."""

    tape: Tape
    outputs: list[list[Numbers]]

    @staticmethod
    def of(subject: Subject, setting: Setting) -> _Run:
        """Raises Refusal, also for whatever the code raises; Full."""
        tape = Tape(setting, subject.arrays, len(subject.inputs))
        try:
            returned = subject.run(tape)
        except (Refusal, Full):
            raise
        except (Exception, SystemExit) as error:
            raise Refusal("the step cannot be run with probe fields", reason(error), EXPECTED) from error
        outputs = [
            found for value in returned for found in [subject.arrays.blocks(value, tape.size)] if found
        ]
        if len(outputs) < len(subject.inputs):
            told = ", ".join(type(value).__name__ for value in returned) or "nothing"
            raise Refusal("the step does not return a new state", told, "an array as large as the state")
        return _Run(tape, [[tape.row(block) for block in blocks] for blocks in outputs])

    def compare(self, other: _Run) -> None:
        """Raises Refusal unless the runs tell the same step."""
        ours, theirs = self.tape.seen, other.tape.seen
        if len(ours) != len(theirs):
            raise Refusal(
                "the step is another one for another step size or state",
                f"{len(ours)} and {len(theirs)} evaluations",
                EXPECTED,
            )
        for index, (one, two) in enumerate(zip(ours, theirs, strict=True), start=1):
            where = f"of evaluation {index}"
            if one.field != two.field:
                raise Refusal(
                    f"the field {where} is another one for another step size or state", "", EXPECTED
                )
            _agree(one.argument, two.argument, f"the argument {where}")
            times = [[each.time] for each in (one, two) if each.time is not None]
            if len(times) == 2:
                _agree(times[:1], times[1:], f"the time {where}, in steps from the start,")
        for index, (mine, its) in enumerate(zip(self.outputs, other.outputs, strict=True), start=1):
            _agree(mine, its, "the result" if index == 1 else f"result {index}")


def _agree(ours: list[Numbers], theirs: list[Numbers], what: str) -> None:
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
    raise Refusal(f"{what} is no combination of states and h times slopes", found, EXPECTED)
