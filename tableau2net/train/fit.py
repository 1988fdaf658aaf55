"""The training itself: a subject goes in, what came of it comes out."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from time import perf_counter
from typing import Any

import lightning.pytorch as lightning
import torch
from lightning.fabric.utilities.exceptions import MisconfigurationException
from torch import nn

from tableau2net.data import Images
from tableau2net.data.split import holdout
from tableau2net.errors import InputError
from tableau2net.train.callbacks import Bar, Clock, SharedStatistics
from tableau2net.train.checkpoints import SealedCheckpoints, restored
from tableau2net.train.distillation import WeakLogitDistillation, teacher
from tableau2net.train.failure import failures_of
from tableau2net.train.feed import EvaluationFeed, Normalisation, TrainingFeed, normalisation
from tableau2net.train.machine import Machine, distributed, has_idle_parameters
from tableau2net.train.module import Training
from tableau2net.train.plan import derived, steps
from tableau2net.train.subject import Subject


@dataclass(frozen=True, eq=False)
class Outcome:
    """`error` is in percent of the test set after the last epoch; `step_time` the median, in seconds."""

    normalisation: Normalisation
    error: float
    loss: float
    train_loss: float
    epochs: int
    step_time: float | None
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Ready for `json.dumps`, and what `from_json` reads."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**values, "normalisation": self.normalisation.as_json()}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Outcome:
        """The outcome of such a record."""
        return cls(**{**record, "normalisation": Normalisation.from_json(record["normalisation"])})


@dataclass(frozen=True, eq=False)
class Trained:
    """The network, what came of it, and its `history`: the values of each quantity (train_loss, …), epoch by epoch."""

    network: nn.Module
    outcome: Outcome
    history: Mapping[str, Sequence[float]]


class Feeds(lightning.LightningDataModule):
    """The feeds of one process. `held` is the part of the training set that is held out for validation, or None.

    How far the training has come is saved with a checkpoint here: Lightning asks a loader only inside an epoch.
    """

    def __init__(self, subject: Subject, train: Images, held: Images | None) -> None:
        super().__init__()
        self.subject, self.train, self.held = subject, train, held
        self.normal = normalisation(train)
        self.allow_zero_length_dataloader_with_multiple_devices = True  # fewer test images than processes
        self._feed: TrainingFeed | None = None
        self._position = (0, 0)

    def train_dataloader(self) -> TrainingFeed:
        recipe, seed = self.subject.recipe, self.subject.seed
        self._feed = TrainingFeed(
            self.train,
            self.normal,
            recipe.augmentation,
            recipe.batch,
            seed,
            *self._processes(),
            position=self._position,
        )
        return self._feed

    def val_dataloader(self) -> EvaluationFeed | list[EvaluationFeed]:
        return [] if self.held is None else EvaluationFeed(self.held, self.normal, *self._processes())

    def test_dataloader(self) -> EvaluationFeed:
        return EvaluationFeed(self.subject.data.test, self.normal, *self._processes())

    def state_dict(self) -> dict[str, Any]:
        return {"position": self._feed.position if self._feed else self._position}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._position = state["position"]

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
    report: Callable[[str], None] | None = None,
) -> Trained:
    """Train the subject's network, and test it after the last epoch, never before.

    `report` is told a line after each epoch. `validation` is the part of the training set that is held out; `resumed`
    the checkpoint that the training goes on from. Raises TrainingError where the loss is no longer finite, InputError
    for a teacher that cannot be read and a checkpoint that does not fit.
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
    clock = Clock()
    with failures_of(subject.document), _quiet(), _unfilled():
        network = subject.network()
        network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # it is missing in torch's stubs
        if machine.compiled:
            network.compile()  # in place: the keys of its state stay
        training = Training(network, recipe, subject.seed, recipe.epochs * steps(len(train), recipe.batch))
        training.report = report
        if recipe.distillation is not None:
            training.distillation = _distillation(subject)
        trainer = _trainer(
            machine,
            distributed() and has_idle_parameters(network, subject.data.channels, subject.data.size),
            max_epochs=recipe.epochs,
            gradient_clip_val=recipe.gradient_clip,
            callbacks=[clock, *([Bar()] if bar else []), *callbacks],
            logger=list(loggers) or False,
            plugins=[SealedCheckpoints(), *([SharedStatistics()] if distributed() else [])],
            enable_checkpointing=any(isinstance(each, lightning.callbacks.Checkpoint) for each in callbacks),
            enable_progress_bar=bar,
            enable_model_summary=False,
            num_sanity_val_steps=0,
            log_every_n_steps=1_000_000_000,  # once an epoch is enough
        )
        trainer.precision_plugin.convert_module(training)  # or a checkpoint's numbers were rounded to float32
        feeds = Feeds(subject, train, held)
        with restored(resumed):
            trainer.fit(training, datamodule=feeds, ckpt_path=resumed, weights_only=True)
        epochs = trainer.global_step // steps(len(train), recipe.batch)
        trainer.test(training, datamodule=feeds, verbose=False)
    outcome = Outcome(
        feeds.normal,
        training.history["test_error"][-1],
        training.history["test_loss"][-1],
        training.history["train_loss"][-1],
        epochs,
        clock.median,
        perf_counter() - started,
    )
    return Trained(network, outcome, training.history)


def _trainer(machine: Machine, idle: bool, **options: Any) -> lightning.Trainer:
    machine.join()
    try:
        return lightning.Trainer(
            **machine.options(idle), **options, use_distributed_sampler=False, deterministic="warn"
        )
    except (ValueError, MisconfigurationException) as error:
        found = f"{machine.accelerator}, {machine.precision}: {' '.join(str(error).split())}"
        raise InputError(
            "this machine does not support these settings", None, found, "another accelerator or precision"
        ) from None


def _distillation(subject: Subject) -> WeakLogitDistillation:
    wanted = subject.recipe.distillation
    assert wanted is not None
    data = subject.data
    sizes = {"input.channels": data.channels, "input.size": data.size, "classes": len(data.classes)}
    reference, checkpoint = (subject.recipe.located(path) for path in (wanted.teacher, wanted.checkpoint))
    taught = teacher(reference, checkpoint, **sizes)
    return WeakLogitDistillation(
        taught, weight=wanted.weight, decay=wanted.decay, label_smoothing=subject.recipe.label_smoothing
    )


@contextlib.contextmanager
def _unfilled() -> Iterator[None]:
    """Deterministic algorithms without NaN in all new memory: that takes time, and nothing here reads such memory."""
    options: Any = torch.utils.deterministic  # made when it is loaded, so unknown to the type checker
    before = options.fill_uninitialized_memory
    options.fill_uninitialized_memory = False
    try:
        yield
    finally:
        options.fill_uninitialized_memory = before


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Lightning's advice about loaders and devices is for loops that are not ours."""
    loggers = [logging.getLogger(f"lightning.{part}") for part in ("pytorch", "fabric")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="lightning")
        warnings.filterwarnings("ignore", module="torch.optim.lr_scheduler")
        try:
            yield
        finally:
            for logger, level in zip(loggers, before, strict=True):
                logger.setLevel(level)
