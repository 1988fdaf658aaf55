"""Checkpoints that are whole or not there: whatever happens while one is written, the last good one stays."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch.plugins import TorchCheckpointIO

LAST = "last.ckpt"


class WholeCheckpoints(TorchCheckpointIO):
    """Writes beside the target, then moves it there. Raises OSError, and leaves the target as it was."""

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any | None = None
    ) -> None:
        replace(Path(path), checkpoint)


def replace(target: Path, value: object) -> None:
    """`torch.save` the value to `target`, whole or not at all. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with open(beside, "wb") as file:
            torch.save(value, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
