"""The training itself: a subject goes in, what came of it comes out."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import lightning.pytorch as lightning
import torch
from torch import nn

from tableau2net.data import Images
from tableau2net.data.split import holdout
from tableau2net.train.checkpoints import WholeCheckpoints
from tableau2net.train.clock import Clock
from tableau2net.train.distillation import WeakLogitDistillation, teacher
from tableau2net.train.feed import EvaluationFeed, TrainingFeed, normalisation
from tableau2net.train.layer_sync import SharedStatistics
from tableau2net.train.machine import Machine, distributed
from tableau2net.train.module import Training
from tableau2net.train.plan import derived, steps
from tableau2net.train.subject import Subject


@dataclass(frozen=True, eq=False)
class Outcome:
    """`error` is in percent of the test set after the last epoch; `step_time` the median, in seconds."""

    network: nn.Module
    error: float
    loss: float
    train_loss: float
    epochs: int
    step_time: float | None
    seconds: float


class Feeds(lightning.LightningDataModule):
    """The feeds of one process. `held` is the part of the training set that is held out for validation, or None."""

    def __init__(self, subject: Subject, train: Images, held: Images | None) -> None:
        super().__init__()
        self.subject, self.train, self.held = subject, train, held
        self.normal = normalisation(train)

    def train_dataloader(self) -> TrainingFeed:
        recipe, seed = self.subject.recipe, self.subject.seed
        return TrainingFeed(
            self.train, self.normal, recipe.augmentation, recipe.batch, seed, *self._processes()
        )

    def val_dataloader(self) -> EvaluationFeed | list[EvaluationFeed]:
        return [] if self.held is None else EvaluationFeed(self.held, self.normal, *self._processes())

    def test_dataloader(self) -> EvaluationFeed:
        return EvaluationFeed(self.subject.data.test, self.normal, *self._processes())

    def _processes(self) -> tuple[int, int]:
        assert self.trainer is not None
        return self.trainer.global_rank, self.trainer.world_size


def fit(
    subject: Subject,
    machine: Machine,
    *,
    validation: float = 0.0,
    callbacks: Sequence[lightning.Callback] = (),
    loggers: Sequence[Any] = (),
    resumed: Path | None = None,
    bar: bool = False,
) -> Outcome:
    """Train the subject's network, and test it after the last epoch, never before.

    `validation` is the part of the training set that is held out; `resumed` the checkpoint that the training goes on
    from. Raises TrainingError where the loss is no longer finite, InputError for a teacher that cannot be read.
    """
    started = perf_counter()
    recipe = subject.recipe
    if machine.threads is not None:
        torch.set_num_threads(machine.threads)
    train, held = (
        holdout(subject.data.train, validation, derived(subject.seed, "validation"))
        if validation
        else (subject.data.train, None)
    )
    network = subject.network().to(memory_format=torch.channels_last)
    training = Training(network, recipe, subject.seed, recipe.epochs * steps(len(train), recipe.batch))
    if recipe.distillation is not None:
        training.distillation = _distillation(subject)
    clock = Clock()
    with _quiet():
        trainer = lightning.Trainer(
            **machine.options(),
            max_epochs=recipe.epochs,
            gradient_clip_val=recipe.gradient_clip,
            callbacks=[clock, *callbacks],
            logger=list(loggers) or False,
            plugins=[WholeCheckpoints(), *([SharedStatistics()] if distributed() else [])],
            enable_checkpointing=any(isinstance(each, lightning.callbacks.Checkpoint) for each in callbacks),
            enable_progress_bar=bar,
            enable_model_summary=False,
            num_sanity_val_steps=0,
            log_every_n_steps=1_000_000_000,  # once an epoch is enough
            use_distributed_sampler=False,
            deterministic="warn",
        )
        feeds = Feeds(subject, train, held)
        trainer.fit(training, datamodule=feeds, ckpt_path=resumed, weights_only=False)
        epochs = trainer.current_epoch
        trainer.test(training, datamodule=feeds, verbose=False)
    return Outcome(
        network,
        training.told["test_error"],
        training.told["test_loss"],
        training.told["train_loss"],
        epochs,
        clock.median,
        perf_counter() - started,
    )


def _distillation(subject: Subject) -> WeakLogitDistillation:
    wanted = subject.recipe.distillation
    assert wanted is not None
    data = subject.data
    sizes = {"input.channels": data.channels, "input.size": data.size, "classes": len(data.classes)}
    taught = teacher(wanted.teacher, wanted.checkpoint, **sizes)
    return WeakLogitDistillation(taught, weight=wanted.weight, decay=wanted.decay)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Lightning's advice about loaders and devices is for loops that are not ours."""
    logger = logging.getLogger("lightning.pytorch")
    before = logger.level
    logger.setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="lightning")
        warnings.filterwarnings("ignore", module="torch.optim.lr_scheduler")
        try:
            yield
        finally:
            logger.setLevel(before)
