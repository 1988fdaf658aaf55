"""One trial: a network trained once from a seed, and the record of what came of it."""

from __future__ import annotations

from contextlib import chdir
from dataclasses import dataclass
from typing import Any

from tableau2net.compare.records import KEY, Record
from tableau2net.data import DataSet
from tableau2net.emit.loading import reason
from tableau2net.emit.trust import allowing
from tableau2net.errors import TableauError, TrainingError
from tableau2net.recipes import load_recipe
from tableau2net.shown import visible
from tableau2net.train.machine import Machine
from tableau2net.train.subject import Subject, fitted
from tableau2net.version import __version__


@dataclass(frozen=True)
class Trial:
    """What to train, in words, so that it can be sent to whoever runs it: all as on the command line.

    With `own` the recipe is not that of the whole comparison, and the record's network is called NAME@RECIPE. Paths,
    and modules of the user's own, are looked for in `folder`; these are imported wherever they lie with `allow_custom`.
    """

    reference: str
    overrides: tuple[str, ...]
    recipe: str
    settings: tuple[str, ...]
    seed: int
    own: bool = False
    folder: str = "."
    allow_custom: bool = False

    def subject(self, data: DataSet) -> Subject:
        """The subject, read and found to fit the data. Raises InputError."""
        recipe = load_recipe(self.recipe, self.settings)
        return fitted(self.reference, self.overrides, data, recipe, self.seed)

    def key(self, data: DataSet, machine: Machine) -> tuple[str | int, ...]:
        """That of the record that it will give."""
        request = self._request(self.subject(data), machine)
        return tuple(request[name] for name in KEY)

    def attempt(self, data: DataSet, machine: Machine) -> Record | TrainingError:
        """`run`, its errors as a result: one that can be sent from process to process, unlike those with places.

        Whatever ends one trial ends no other.
        """
        try:
            with chdir(self.folder), allowing(self.allow_custom):
                return self.run(data, machine)
        except TableauError as error:
            return TrainingError(str(error))
        except Exception as error:
            return TrainingError(reason(error))

    def run(self, data: DataSet, machine: Machine) -> Record:
        """Train and test. Raises InputError and TrainingError."""
        import torch

        from tableau2net.report.summary import summary
        from tableau2net.train.fit import fit

        subject = self.subject(data)
        outcome, cost = fit(subject, machine).outcome, summary(subject.document)
        return Record(
            **self._request(subject, machine),
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

    def _request(self, subject: Subject, machine: Machine) -> dict[str, Any]:
        """What the record says that is known beforehand."""
        name, identity = subject.document.name, subject.identity
        return {
            "network": f"{name}@{subject.recipe.name}" if self.own else name,
            "digest": identity["network"],
            "seed": identity["seed"],
            "data": visible(subject.data.name),
            "checksum": identity["data"],
            "train_images": len(subject.data.train),
            "test_images": len(subject.data.test),
            "recipe": subject.recipe.name,
            "recipe_digest": identity["recipe"],
            "epochs": subject.recipe.epochs,
            "precision": machine.precision,
        }
