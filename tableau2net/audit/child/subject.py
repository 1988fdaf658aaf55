"""A step, or a sequence of steps, that can be run with probe fields, and its recording, made in two settings that must
tell the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tableau2net.audit.child.arrays import Arrays, Numbers
from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.child.run import EXPECTED, Run
from tableau2net.audit.child.tape import Full, Setting, Tape

CAPACITIES = (64, 192, 1024)  # evaluations: those of most steps, of sequences, of 36 stages with links
STEPS = (40, 24, 12)  # steps of a sequence, the most that have not too many evaluations
AFAR = 64.0  # where a sequence begins that goes backwards in time, so that it does not come to 0


@dataclass(frozen=True)
class Subject:
    """A step: its name, the names of the values that it is given, and how it is run, which gives the values that it
    returns, of which the first ones are those that it is given next.

    With `absorbed` the step size is 1. `keyed` are the ways of telling evaluations apart that are tried, in order; the
    stages of a `staged` one are solved one after the other. A `sequence` is run for as many steps as the tape says,
    from one state, and gives the last state. With `backward` its steps go back in time.
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
    sequence: bool = False
    backward: bool = False
    staged: bool = False

    def recorded(self) -> dict[str, Any]:
        """The recording, ready for `json.dumps`. Raises Refusal.

        Equations that are iterated until they are solved take another number of evaluations where all evaluations at
        one time give the same slope. An iteration of a fixed number of sweeps is what it is, an explicit step.
        """
        refusals: list[Refusal] = []
        for keyed in self.keyed:
            try:
                first, again = (self._run(setting) for setting in self._settings(keyed))
                if not keyed and len(self.keyed) > 1 and first.tape.repeats and self._converges(first.tape):
                    continue
                first.compare(again)
                return self._record(first, keyed)
            except Refusal as error:
                refusals.append(error)
        raise refusals[0]

    def _run(self, setting: Setting) -> Run:
        return Run.of(self.run, self.arrays, len(self.inputs), setting)

    def _converges(self, counted: Tape) -> bool:
        setting = replace(counted.setting, keyed=True)
        try:
            return self._run(setting).tape.evaluations != counted.evaluations
        except (Refusal, Full):
            return False

    def _record(self, first: Run, keyed: bool) -> dict[str, Any]:
        inputs, slopes = len(self.inputs), len(first.tape.seen)
        results = len(first.outputs) if self.whole else inputs

        def cut(blocks: list[Numbers]) -> list[Numbers]:
            return [row[: inputs + slopes] for row in blocks]

        record: dict[str, Any] = {
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
        if self.sequence:
            shorter = list(self._shorter(first))
            record["states"] = [cut(run.outputs[0])[0] for run in (*shorter, first)]
            record["counts"] = [len(run.tape.seen) for run in (*shorter, first)]
        return record

    def _shorter(self, whole: Run) -> Iterator[Run]:
        """The run for fewer steps: for 1, for 2, …"""
        for steps in range(1, whole.tape.setting.steps):
            run = self._run(replace(whole.tape.setting, steps=steps))
            run.begins_as(whole, "the first steps change when more are taken")
            yield run

    def _settings(self, keyed: bool) -> Iterator[Setting]:
        """A step from 0, of which nothing is rounded but what the code itself rounds; and a longer one from elsewhere
        with other vectors."""
        size = self._size(keyed)
        start, step = self._scale
        yield size
        other = 3 * start if self.backward else 2.0
        yield replace(size, start=other, step=step if self.absorbed else 2 * step, pattern=1)

    @property
    def _scale(self) -> tuple[float, float]:
        """Where the first setting begins, and its step."""
        if self.backward:
            return AFAR, -0.25
        return 0.0, 1.0 if self.absorbed else 0.25

    def _size(self, keyed: bool) -> Setting:
        """The first setting, with as many steps and slopes as are needed."""
        start, step = self._scale
        for steps in STEPS if self.sequence else (1,):
            for capacity in CAPACITIES:
                setting = Setting(start, step, 0, capacity, keyed, steps, keyed and self.staged)
                try:
                    self._run(setting)
                except Full:
                    continue
                return setting
        found = f"more than {CAPACITIES[-1]} evaluations"
        raise Refusal("the step evaluates its fields again and again", found, EXPECTED)
