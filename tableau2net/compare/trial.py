"""One trial: a network trained once from a seed, and the record of what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.compare.records import Record
from tableau2net.data import DataSet
from tableau2net.read.canonical import digest
from tableau2net.recipes import load_recipe
from tableau2net.train.machine import Machine
from tableau2net.train.subject import Subject, fitted
from tableau2net.version import __version__


@dataclass(frozen=True)
class Trial:
    """What to train, in words, so that it can be sent to whoever runs it: all as on the command line.

    With `own` the recipe is not that of the whole comparison, and the record's network is called NAME@RECIPE.
    """

    reference: str
    overrides: tuple[str, ...]
    recipe: str
    settings: tuple[str, ...]
    seed: int
    own: bool = False

    def subject(self, data: DataSet) -> Subject:
        """The subject, read and found to fit the data. Raises InputError."""
        recipe = load_recipe(self.recipe, self.settings)
        return fitted(self.reference, self.overrides, data, recipe, self.seed)

    def key(self, data: DataSet) -> tuple[str | int, ...]:
        """That of the record that it will give."""
        subject = self.subject(data)
        document, recipe = subject.document, subject.recipe
        return (
            self._name(subject),
            digest(document),
            self.seed,
            data.checksum,
            digest(recipe),
            recipe.epochs,
        )

    def run(self, data: DataSet, machine: Machine) -> Record:
        """Train and test. Raises InputError and TrainingError."""
        import torch

        from tableau2net.report.summary import summary
        from tableau2net.train.fit import fit

        subject = self.subject(data)
        document, recipe = subject.document, subject.recipe
        outcome, cost = fit(subject, machine), summary(document)
        return Record(
            network=self._name(subject),
            digest=digest(document),
            seed=self.seed,
            data=data.name,
            checksum=data.checksum,
            train_images=len(data.train),
            test_images=len(data.test),
            recipe=recipe.name,
            recipe_digest=digest(recipe),
            epochs=recipe.epochs,
            error=outcome.error,
            loss=outcome.loss,
            train_loss=outcome.train_loss,
            parameters=cost.parameters,
            macs=cost.macs,
            evaluations=cost.evaluations,
            step_time=outcome.step_time or 0.0,
            seconds=outcome.seconds,
            version=__version__,
            torch=str(torch.__version__),
        )

    def _name(self, subject: Subject) -> str:
        name = subject.document.name
        return f"{name}@{subject.recipe.name}" if self.own else name
