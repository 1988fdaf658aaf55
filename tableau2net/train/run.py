"""A training in a folder of its own: logs, checkpoints, resumption, and what is left to use at the end."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch.callbacks import EarlyStopping, LearningRateMonitor, ModelCheckpoint
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger

from tableau2net.errors import InputError
from tableau2net.files import write_atomically
from tableau2net.pipeline import emit_document
from tableau2net.read.canonical import canonical
from tableau2net.train import curves
from tableau2net.train.checkpoints import Last, replace
from tableau2net.train.fit import Outcome, fit
from tableau2net.train.folder import Folder, write
from tableau2net.train.machine import Machine, rank, restarts
from tableau2net.train.subject import Subject
from tableau2net.version import __version__


@dataclass(frozen=True)
class Options:
    """How a training is run; none of it is part of what is trained, but for `validation` and `patience`.

    `validation` is the part of the training images that is held out; `patience`, with it, after how many epochs without
    a smaller error on them the training ends. `every` is after how many steps a checkpoint is written, besides the
    one after each epoch.
    """

    validation: float = 0.0
    patience: int | None = None
    every: int | None = None
    resume: bool = False
    bar: bool = False


def run(subject: Subject, machine: Machine, path: Path, options: Options) -> Outcome:
    """Train in the folder `path`. Raises InputError before any training, TrainingError where it could not go on."""
    if options.patience is not None and not options.validation:
        raise InputError(
            "early stopping needs images held out", None, "none", "--validation 0.1, or another part"
        )
    folder = Folder(path)
    first = rank() == 0
    asked = _asked(subject, options)
    # The first process alone answers for the folder: if it refuses, torchrun ends the others.
    resumed = folder.begin(asked, resume=options.resume, again=restarts() > 0) if first else folder.present()
    with folder.guarded():
        outcome = fit(
            subject,
            machine,
            validation=options.validation,
            callbacks=_callbacks(folder, options),
            loggers=[CSVLogger(path, name="logs"), TensorBoardLogger(path, name="tensorboard", version="")],
            resumed=resumed,
            bar=options.bar and first,
        )
        if first:
            _leave(subject, folder, outcome)
    return outcome


def _callbacks(folder: Folder, options: Options) -> list[Any]:
    callbacks: list[Any] = [Last(folder.checkpoint, options.every), LearningRateMonitor("epoch")]
    if options.validation:
        best = ModelCheckpoint(
            folder.path, "best", monitor="validation_error", mode="min", enable_version_counter=False
        )
        callbacks.append(best)
    if options.patience is not None:
        callbacks.append(EarlyStopping("validation_error", patience=options.patience, mode="min"))
    return callbacks


def _asked(subject: Subject, options: Options) -> dict[str, Any]:
    identity = {**subject.identity, "validation": options.validation, "patience": options.patience}
    return {
        "network": subject.document.name,
        "reference": subject.document.source.reference,
        "overrides": list(subject.overrides),
        "data": subject.data.name,
        "classes": list(subject.data.classes),
        "recipe": subject.recipe.name,
        "seed": subject.seed,
        "identity": identity,
        "documents": {
            "network": json.loads(canonical(subject.document)),
            "recipe": json.loads(canonical(subject.recipe)),
        },
        "tableau2net": __version__,
        "torch": str(torch.__version__),
    }


def _leave(subject: Subject, folder: Folder, outcome: Outcome) -> None:
    weights = {name: value.cpu().contiguous() for name, value in outcome.network.state_dict().items()}
    replace(folder.path / "weights.pt", weights)
    target = folder.path / "network.py"
    source = emit_document(subject.document, list(subject.overrides), str(target))
    write_atomically(target, source)
    write(folder.path / "result.json", outcome.as_json())
    title = f"{subject.document.name} on {subject.data.name}, {subject.recipe.name}, seed {subject.seed}"
    curves.draw(folder.logs, folder.path / "curves.svg", title)
