"""A training in a folder of its own: logs, checkpoints, resumption, and what is left to use at the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch.callbacks import EarlyStopping, LearningRateMonitor
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger

from tableau2net.errors import InputError
from tableau2net.files import write_atomically
from tableau2net.pipeline import emit_document
from tableau2net.read.canonical import canonical
from tableau2net.shown import visible
from tableau2net.train import curves, seal
from tableau2net.train.checkpoints import Progress
from tableau2net.train.failure import of_threads
from tableau2net.train.fit import Outcome, Trained, fit
from tableau2net.train.folder import Folder, write
from tableau2net.train.machine import Machine, rank, restarts
from tableau2net.train.subject import Subject
from tableau2net.version import __version__


@dataclass(frozen=True)
class Options:
    """How a training is run; none of it is part of what is trained, but for `validation` and `patience`.

    `validation` is the part of the training images that is held out; `patience`, with it, after how many epochs without
    a smaller error on them the training ends. `every` is after how many steps a checkpoint is written, besides the
    one after each epoch. Each epoch is told to `report` in a line, or shown by a bar.
    """

    validation: float = 0.0
    patience: int | None = None
    every: int | None = None
    resume: bool = False
    bar: bool = False
    report: Callable[[str], None] | None = None


def run(subject: Subject, machine: Machine, path: Path, options: Options) -> Outcome:
    """Train in the folder `path`. Raises InputError before any training, TrainingError where it could not go on."""
    if options.patience is not None and not options.validation:
        raise InputError(
            "early stopping needs images held out", None, "none", "--validation 0.1, or another fraction"
        )
    folder = Folder(path)
    if rank() > 0:  # the first process alone answers for the folder: if it refuses, torchrun ends the others
        resumed = folder.present()
        if over := _over(folder, resumed):
            return over
        with folder.guarded():
            return _trained(subject, machine, folder, options, resumed).outcome
    again = restarts() > 0
    with folder.held(resume=options.resume, again=again):
        resumed = folder.begin(_request(subject, options), resume=options.resume or again)
        if over := _over(folder, resumed):
            return over
        with folder.guarded():
            trained = _trained(subject, machine, folder, options, resumed)
            _leave(subject, folder, trained)
    return trained.outcome


def _over(folder: Folder, resumed: Path | None) -> Outcome | None:
    """What came of a training that is over; every process looks, for none waits for another then."""
    record = folder.outcome() if resumed else None
    return None if record is None else Outcome.from_json(record)


def _trained(
    subject: Subject, machine: Machine, folder: Folder, options: Options, resumed: Path | None
) -> Trained:
    with of_threads():
        return fit(
            subject,
            machine,
            validation=options.validation,
            callbacks=_callbacks(subject, folder, options),
            loggers=[
                CSVLogger(folder.path, name="logs", flush_logs_every_n_steps=1),
                TensorBoardLogger(folder.path, name="tensorboard", version=""),
            ],
            resumed=resumed,
            bar=options.bar and rank() == 0,
            report=options.report if rank() == 0 else None,
        )


def _callbacks(subject: Subject, folder: Folder, options: Options) -> list[Any]:
    best = folder.path / "best.ckpt" if options.validation else None
    callbacks: list[Any] = [
        Progress(folder.checkpoint, folder.before, best, _identity(subject, options), options.every),
        LearningRateMonitor("epoch"),
    ]
    if options.patience is not None:
        callbacks.append(EarlyStopping("validation_error", patience=options.patience, mode="min"))
    return callbacks


def _identity(subject: Subject, options: Options) -> dict[str, Any]:
    """What makes a training another one."""
    return {**subject.identity, "validation": options.validation, "patience": options.patience}


def _request(subject: Subject, options: Options) -> dict[str, Any]:
    return {
        "network": subject.document.name,
        "reference": visible(subject.document.source.reference),
        "overrides": list(map(visible, subject.overrides)),
        "data": visible(subject.data.name),
        "classes": list(map(visible, subject.data.classes)),
        "recipe": subject.recipe.name,
        "seed": subject.seed,
        "identity": _identity(subject, options),
        "documents": {
            "network": json.loads(canonical(subject.document)),
            "recipe": json.loads(canonical(subject.recipe)),
        },
        "tableau2net": __version__,
        "torch": str(torch.__version__),
    }


def _leave(subject: Subject, folder: Folder, trained: Trained) -> None:
    weights = {name: value.cpu().contiguous() for name, value in trained.network.state_dict().items()}
    seal.save(folder.path / "weights.pt", weights)
    target = folder.path / "network.py"
    write_atomically(target, emit_document(subject.document, list(subject.overrides), str(target)))
    title = f"{subject.document.name} on {subject.data.name}, {subject.recipe.name}, seed {subject.seed}"
    curves.draw(trained.history, folder.path / "curves.svg", title)
    write(folder.result, trained.outcome.as_json())
