"""Checkpoints of a training: when they are written, and what they hold besides Lightning's own state.

An epoch is over when all that belongs to it has been done: its steps, its validation, the hooks at its end, the choice
of the best. Only then is its checkpoint written, and none on its last step before: what is resumed has an epoch whole,
or goes through the rest of it again and comes to the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from types import FrameType
from typing import Any

import lightning.pytorch as lightning
from lightning.pytorch.callbacks import Checkpoint
from lightning.pytorch.plugins import TorchCheckpointIO
from lightning.pytorch.trainer.connectors import checkpoint_connector

from tableau2net import written
from tableau2net.emit.loading import reason
from tableau2net.errors import InputError, Position, TableauError
from tableau2net.files import keep
from tableau2net.train import notes, seal
from tableau2net.train.interruption import Interruption

_KEY = "tableau2net"  # under which a checkpoint holds what is ours


class SealedCheckpoints(TorchCheckpointIO):
    """Writes with a checksum beside the target, then moves it there; reads tensors and plain values alone."""

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any | None = None
    ) -> None:
        """Raises OSError, and leaves the target as it was."""
        seal.save(Path(path), checkpoint)

    def load_checkpoint(self, path: str | Path, *_: Any, **__: Any) -> dict[str, Any]:
        """Raises InputError for a file that is damaged or holds anything else."""
        return seal.load(Path(path))


class Progress(Checkpoint):
    """Keeps the last checkpoint, the one before it, and that of the least error on the images held out.

    `last` is written after every epoch, and every so many steps between, never on an epoch's last. `identity` says
    which training it is of. An interruption is heeded after a step, or after the epoch that the step ends.
    """

    def __init__(
        self, last: Path, before: Path, best: Path | None, identity: Mapping[str, Any], every: int | None
    ) -> None:
        self.last, self.before, self.best, self.identity = last, before, best, dict(identity)
        self.every, self.interruption = every, Interruption()
        self.least: float | None = None
        self.finished = False

    def on_fit_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        trainer.should_stop = self.finished

    def on_train_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        self.interruption.listen()

    def on_train_batch_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        if trainer.is_last_batch:
            return
        if self.interruption.received or (self.every and trainer.global_step % self.every == 0):
            self._write(trainer)
        self.interruption.heed()

    def on_train_epoch_end(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        self.finished = trainer.should_stop or trainer.current_epoch + 1 == trainer.max_epochs
        if self.best is not None:
            error = float(trainer.callback_metrics["validation_error"])
            if self.least is None or error < self.least:
                self.least = error
                trainer.save_checkpoint(self.best)
        self._write(trainer)
        self.interruption.heed()

    def on_test_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        self.interruption.listen()

    def on_test_batch_end(self, *_: Any) -> None:
        self.interruption.heed()

    def on_save_checkpoint(
        self, trainer: lightning.Trainer, module: lightning.LightningModule, checkpoint: dict[str, Any]
    ) -> None:
        checkpoint[_KEY] = {"identity": self.identity, "least": self.least, "finished": self.finished}

    def on_load_checkpoint(
        self, trainer: lightning.Trainer, module: lightning.LightningModule, checkpoint: dict[str, Any]
    ) -> None:
        self.least, self.finished = checkpoint[_KEY]["least"], checkpoint[_KEY]["finished"]

    def _write(self, trainer: lightning.Trainer) -> None:
        if trainer.is_global_zero:
            keep(self.last, self.before)
        trainer.save_checkpoint(self.last)


def identity(checkpoint: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Which training a checkpoint is of. Raises InputError for one that no training of ours wrote."""
    return written.held(checkpoint, notes.Checkpoint, Position(str(path))).tableau2net.identity


@contextmanager
def restored(path: Path | None) -> Iterator[None]:
    """Around a training that goes on from a checkpoint: raises InputError, with the file, for what Lightning raises
    while it takes up what the checkpoint holds, which may fit neither the network nor Lightning."""
    try:
        yield
    except TableauError:
        raise
    except Exception as error:
        if path is None or not any(map(_restores, walk_tb(error.__traceback__))):
            raise
        raise InputError("this checkpoint cannot be resumed", Position(str(path)), reason(error)) from None


def _restores(frame: tuple[FrameType, int]) -> bool:
    """Whether a frame is of Lightning's taking up a checkpoint, not of writing one."""
    code = frame[0].f_code
    return code.co_filename == checkpoint_connector.__file__ and "restore" in code.co_name
