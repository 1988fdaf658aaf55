"""All trials of a comparison: those that the file of results lacks are run, and each is written as it ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from time import sleep

from tableau2net.compare import records
from tableau2net.compare.claims import Claims, Key, claims
from tableau2net.compare.records import Record
from tableau2net.compare.runners import TURN, Runs, runner
from tableau2net.compare.trial import Trial
from tableau2net.data import DataSet
from tableau2net.emit.trust import allowed
from tableau2net.errors import InputError, Interrupted, TableauError, TrainingError
from tableau2net.pipeline import tried
from tableau2net.train.interruption import Interruption
from tableau2net.train.machine import Machine

Report = Callable[[Trial, Record | TableauError, int, int], None]


@dataclass(frozen=True)
class Arm:
    """A network in a comparison, REF or REF@RECIPE where it has a recipe of its own."""

    reference: str
    recipe: str | None

    @classmethod
    def read(cls, text: str) -> Arm:
        """The arm that is written so."""
        reference, _, recipe = text.partition("@")
        return cls(reference, recipe or None)


@dataclass(frozen=True)
class Sweep:
    """Every arm with every seed. The seeds are outermost, so that whole pairs come first."""

    arms: tuple[Arm, ...]
    seeds: tuple[int, ...]
    recipe: str
    overrides: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()

    @property
    def trials(self) -> list[Trial]:
        return [
            Trial(
                arm.reference,
                self.overrides,
                arm.recipe or self.recipe,
                self.settings,
                seed,
                own=arm.recipe is not None,
                folder=str(Path.cwd()),
                allow_custom=allowed(),
            )
            for seed in self.seeds
            for arm in self.arms
        ]

    def run(
        self,
        data: DataSet,
        results: Path,
        machine: Machine,
        *,
        runner_name: str,
        workers: int = 1,
        address: str | None = None,
        report: Report = lambda *_: None,
        waits: Callable[[int], None] = lambda count: None,
    ) -> Comparison:
        """What the file of results has of the sweep's trials in the end, and what failed.

        A trial that another process is training, which writes the same file, is waited for; `waits` is told of how
        many.

        Raises InputError and ClaimError before any trial is run, where one of the networks cannot be built for the
        data; InputError where the results cannot be read or written; and Interrupted.
        """
        trials = self.trials
        keys = {trial: trial.key(data, machine) for trial in trials}
        if len(set(keys.values())) < len(trials):
            raise InputError(
                "a network is compared with itself",
                None,
                " ".join(arm.reference for arm in self.arms),
                "networks or recipes that differ, and each seed once",
            )
        progress = _Progress(results, keys, report)
        wanted = progress.left(trials)
        for trial in {(trial.reference, trial.recipe): trial for trial in wanted}.values():
            tried(trial.subject(data).document)
        run = runner(runner_name)
        if wanted:
            progress.finish(wanted, lambda some: run(some, data, machine, workers, address), waits)
        found = [progress.known.get(keys[trial]) for trial in self._by_arm(trials)]
        return Comparison(str(keys[trials[0]][0]), [each for each in found if each], progress.failures)

    def _by_arm(self, trials: list[Trial]) -> list[Trial]:
        """The trials of the first arm first."""
        return [trial for first in range(len(self.arms)) for trial in trials[first :: len(self.arms)]]


@dataclass(frozen=True)
class Comparison:
    """The records of a sweep, those of its first network, the `base`, first; and the trials that failed."""

    base: str
    records: list[Record]
    failures: list[tuple[Trial, TableauError]]


@dataclass
class _Progress:
    """What is `known` of the trials, which have `keys`, while they are trained, here and by other processes."""

    results: Path
    keys: dict[Trial, Key]
    report: Report
    known: dict[Key, Record] = field(default_factory=dict)
    failures: list[tuple[Trial, TableauError]] = field(default_factory=list)

    def left(self, trials: Iterable[Trial]) -> list[Trial]:
        """Those that the file of results lacks. Raises InputError where it cannot be read."""
        found = records.read(self.results) if os.path.exists(self.results) else []
        self.known |= {record.key: record for record in found}
        return [trial for trial in trials if self.keys[trial] not in self.known]

    def finish(
        self, wanted: list[Trial], run: Callable[[Iterable[Trial]], Runs], waits: Callable[[int], None]
    ) -> None:
        """Run the trials, and wait for those that other processes run; write down each as it ends.

        Raises InputError where the results can no longer be read or written, Interrupted with what is left.
        """
        interruption, waited = Interruption(), 0
        with interruption.listening(), claims(self.results) as held:
            try:
                while wanted:
                    others: list[Trial] = []
                    mine = self._claimed(wanted, others, held, interruption)
                    for first in mine:
                        self._run(run(chain([first], mine)), held, interruption)
                    interruption.heed()
                    wanted = self.left(others)
                    if wanted:
                        if len(wanted) != waited:
                            waits(len(wanted))
                        waited = len(wanted)
                        sleep(TURN)
            except Interrupted as error:
                done = sum(key in self.known for key in self.keys.values())
                left = f"{done} of {len(self.keys)} trials are in {self.results}"
                raise Interrupted(error.number, left) from None

    def _claimed(
        self, wanted: Iterable[Trial], others: list[Trial], held: Claims, interruption: Interruption
    ) -> Iterator[Trial]:
        """Those that are to be run here, each as it is asked for; what other processes are running becomes `others`."""
        for trial in wanted:
            if interruption.received:
                return
            if not held.take(self.keys[trial]):
                others.append(trial)
            elif self.left([trial]):  # it may have ended between a look at the file and the claim
                yield trial
            else:
                held.free(self.keys[trial])

    def _run(self, ending: Runs, held: Claims, interruption: Interruption) -> None:
        with closing(ending):
            for ended in ending:
                if ended is None:
                    interruption.heed()
                    continue
                trial, result = ended
                if isinstance(result, Record):
                    self._write(result)
                else:
                    self.failures.append((trial, result))
                held.free(self.keys[trial])
                done = sum(key in self.known for key in self.keys.values()) + len(self.failures)
                self.report(trial, result, done, len(self.keys))

    def _write(self, record: Record) -> None:
        try:
            records.append(self.results, record)
        except InputError as error:  # as on a disk that is full by now: what took hours is not to be lost
            raise TrainingError(f"{error}; this record is not in it: {records.line(record)}") from None
        self.known[record.key] = record
