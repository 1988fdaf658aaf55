"""What Lightning's Trainer is given: a bar for the terminal, a clock of the steps, statistics of the global batch.

Loads lightning.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import Any

import lightning.pytorch as lightning
from lightning.pytorch.callbacks import TQDMProgressBar
from lightning.pytorch.plugins.layer_sync import LayerSync
from torch import nn

from tableau2net.train.batch_norm import share, unshare


class Bar(TQDMProgressBar):
    """One line: the epoch, counted from 1, its steps, and the errors of the last epoch in percent."""

    def on_train_epoch_start(self, trainer: lightning.Trainer, *arguments: Any) -> None:
        super().on_train_epoch_start(trainer, *arguments)
        self.train_progress_bar.set_description(f"epoch {trainer.current_epoch + 1}/{trainer.max_epochs}")

    def get_metrics(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule
    ) -> dict[str, int | str | float | dict[str, float]]:
        shown = super().get_metrics(trainer, pl_module)
        return {
            name.removesuffix("_error"): f"{shown[name]:.2f} %" for name in shown if name.endswith("_error")
        }


class Clock(lightning.Callback):
    """The seconds from the start of each step to that of the next, within an epoch."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._seconds: list[float] = []

    def on_train_batch_start(self, *_: Any) -> None:
        now = perf_counter()
        if self._last is not None:
            self._seconds.append(now - self._last)
        self._last = now

    def on_train_epoch_end(self, *_: Any) -> None:
        self._last = None

    @property
    def median(self) -> float | None:
        """The median, in seconds; None where no epoch had two steps."""
        return median(self._seconds) if self._seconds else None


class SharedStatistics(LayerSync):
    """While fitting in several processes, batch normalisation is over all of them, on any device."""

    def apply(self, model: nn.Module) -> nn.Module:
        return share(model)

    def revert(self, model: nn.Module) -> nn.Module:
        return unshare(model)
