"""Checkpoints that are whole or not there: whatever happens while one is written, the last good one stays."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import Checkpoint
from lightning.pytorch.plugins import TorchCheckpointIO

from tableau2net.files import write_atomically


class WholeCheckpoints(TorchCheckpointIO):
    """Writes beside the target, then moves it there. Raises OSError, and leaves the target as it was."""

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any | None = None
    ) -> None:
        replace(Path(path), checkpoint)


class Last(Checkpoint):
    """Keeps the last checkpoint at one path: after every epoch, and every so many steps between."""

    def __init__(self, path: Path, every: int | None = None) -> None:
        self.path, self.every = path, every

    def on_train_batch_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        if self.every and trainer.global_step % self.every == 0:
            trainer.save_checkpoint(self.path)

    def on_train_epoch_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        trainer.save_checkpoint(self.path)


def replace(target: Path, value: object) -> None:
    """`torch.save` the value to `target`, whole or not at all. Raises OSError."""
    saved = BytesIO()  # torch's own writer does not say why a file could not be written
    torch.save(value, saved)
    write_atomically(target, saved.getvalue())
