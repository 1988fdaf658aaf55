"""All trials of a comparison: those that the file of results lacks are run, and each is written as it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tableau2net.compare import records
from tableau2net.compare.records import Record
from tableau2net.compare.runners import runner
from tableau2net.compare.trial import Trial
from tableau2net.data import DataSet
from tableau2net.errors import InputError, TableauError
from tableau2net.pipeline import tried
from tableau2net.train.machine import Machine


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
        told: Callable[[Trial, Record | TableauError, int, int], None] = lambda *_: None,
    ) -> tuple[list[Record], list[tuple[Trial, TableauError]]]:
        """The records of the sweep's trials, old and new, in their order, and the failures.

        Raises InputError and ClaimError before any trial is run, where one of the networks cannot be built for the
        data; and InputError where the results cannot be read or written.
        """
        trials = self.trials
        keys = {trial: trial.key(data) for trial in trials}
        if len(set(keys.values())) < len(trials):
            raise InputError(
                "a network is compared with others than itself",
                None,
                " ".join(arm.reference for arm in self.arms),
                "networks, or recipes, that differ, and each seed once",
            )
        known = {record.key: record for record in (records.read(results) if results.exists() else [])}
        wanted = [trial for trial in trials if keys[trial] not in known]
        for trial in {(trial.reference, trial.recipe): trial for trial in wanted}.values():
            tried(trial.subject(data).document)
        failures: list[tuple[Trial, TableauError]] = []
        run = runner(runner_name)
        done = len(keys) - len(wanted)
        for trial, result in run(wanted, data, machine, workers, address) if wanted else ():
            done += 1
            if isinstance(result, Record):
                records.append(results, result)
                known[result.key] = result
            else:
                failures.append((trial, result))
            told(trial, result, done, len(keys))
        return [known[key] for key in keys.values() if key in known], failures
