"""A network in training, as Lightning runs it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import lightning.pytorch as lightning
import torch
from torch import Tensor, nn

from tableau2net.errors import TrainingError
from tableau2net.recipes import Recipe
from tableau2net.train.distillation import WeakLogitDistillation
from tableau2net.train.feed import Batch
from tableau2net.train.loss import TALLIED, Tally, cross_entropy
from tableau2net.train.plan import derived

SPLITS = ("train", "validation", "test")


class Training(lightning.LightningModule):
    """The network, its loss and its optimizer. Logs, once an epoch, `train_loss` and `train_error`, and of evaluations
    `validation_…` and `test_…`; errors in percent of the images, or of the pixels that are counted.

    Random numbers of a step depend on the seed, the step and the process alone, so that a resumed training draws
    those that it would have drawn.
    """

    def __init__(self, network: nn.Module, recipe: Recipe, seed: int, steps: int) -> None:
        super().__init__()
        self.network, self.recipe, self.seed, self.steps = network, recipe, seed, steps
        self.distillation: WeakLogitDistillation | None = None
        self.report: Callable[[str], None] | None = None  # told a line after each epoch
        self._begun = perf_counter()
        self.history: dict[
            str, list[float]
        ] = {}  # of each quantity, epoch by epoch; what is logged is float32
        self.tallies = nn.ModuleList(Tally() for _ in SPLITS)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.network(images)
        return logits

    def on_train_epoch_start(self) -> None:
        self._begun = perf_counter()

    def training_step(self, batch: Batch, number: int) -> Tensor:
        images, targets, share = batch
        _sow(derived(self.seed, "step", self.global_step, self.global_rank), self.device)
        images = images.contiguous(memory_format=torch.channels_last)
        logits = self(images)
        if self.distillation is None:
            loss = cross_entropy(logits, targets, self.recipe.label_smoothing)
        else:
            loss = self.distillation(logits, images, targets)
        if not torch.isfinite(loss):
            raise TrainingError(
                f"the loss is {loss.item():g} in epoch {self.current_epoch + 1}, step {self.global_step + 1}; "
                "a smaller learning rate or gradient_clip may help"
            )
        self._tally("train").add(loss.detach(), logits.detach(), targets)
        return loss * share

    def validation_step(self, batch: tuple[Tensor, Tensor], number: int) -> None:
        self._evaluate("validation", batch)

    def test_step(self, batch: tuple[Tensor, Tensor], number: int) -> None:
        self._evaluate("test", batch)

    def on_train_epoch_end(self) -> None:
        if self.distillation is not None:
            self.distillation.advance()
        self._tell("train")
        if self.report is not None:
            self.report(self._line())

    def on_validation_epoch_end(self) -> None:
        self._tell("validation")

    def on_test_epoch_end(self) -> None:
        self._tell("test")

    def configure_optimizers(self) -> Any:
        optimizer = self.recipe.optimizer.build(self.network.parameters())
        schedule = self.recipe.schedule
        scheduler = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: schedule.factor(step, self.steps)
        )
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        self.history = checkpoint["history"]
        for name in TALLIED:
            of_processes = checkpoint["tallies"][name]
            if len(of_processes) == self.trainer.world_size:
                own = of_processes[self.global_rank]
            else:  # there were more of them, or fewer: the first goes on for all
                own = of_processes.sum(0) * (self.global_rank == 0)
            for tally, value in zip(self.tallies, own, strict=True):
                getattr(tally, name).copy_(value)

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        checkpoint["history"] = self.history
        checkpoint["tallies"] = {name: self._of_processes(name) for name in TALLIED}
        for name, value in self.network.state_dict().items():
            if not torch.isfinite(value).all():
                raise TrainingError(f"{name} is not finite after epoch {self.current_epoch + 1}")

    def _of_processes(self, name: str) -> Tensor:
        """What the tallies hold under a name, in every process: (processes, splits, …)."""
        own = torch.stack([getattr(tally, name) for tally in self.tallies])
        found: Any = self.all_gather(own)
        return torch.as_tensor(found).reshape(-1, *own.shape)

    def _evaluate(self, split: str, batch: tuple[Tensor, Tensor]) -> None:
        images, targets = batch
        logits = self(images.contiguous(memory_format=torch.channels_last))
        loss = cross_entropy(logits, targets)
        self._tally(split).add(loss, logits, targets)

    def _tell(self, split: str) -> None:
        loss, error = self._tally(split).means(self.trainer.strategy.reduce)
        metrics = {f"{split}_loss": loss, f"{split}_error": error}
        for name, value in metrics.items():
            self.history.setdefault(name, []).append(value)
        self.log_dict(metrics, prog_bar=True)  # every process has the same values

    def _line(self) -> str:
        """The epoch, its losses, its errors in percent, and its seconds."""
        shown = (
            f"{split} loss {self.history[f'{split}_loss'][-1]:.4f}, error {self.history[f'{split}_error'][-1]:.2f} %"
            for split in SPLITS[:2]
            if f"{split}_loss" in self.history
        )
        seconds = perf_counter() - self._begun
        return (
            f"epoch {self.current_epoch + 1}/{self.trainer.max_epochs}: {'; '.join(shown)}; {seconds:.1f} s"
        )

    def _tally(self, split: str) -> Tally:
        tally = self.tallies[SPLITS.index(split)]
        assert isinstance(tally, Tally)
        return tally


def _sow(seed: int, device: torch.device) -> None:
    """Seed what is drawn on this device, and on the CPU."""
    if device.type == "cpu":
        # torch.manual_seed also takes a stack trace for each kind of device that is not there: milliseconds.
        torch.default_generator.manual_seed(seed)
    else:
        torch.manual_seed(seed)
