"""What is seen of a training on a terminal."""

from __future__ import annotations

from typing import Any

import lightning.pytorch as lightning
from lightning.pytorch.callbacks import TQDMProgressBar


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
