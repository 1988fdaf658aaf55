"""Training on synthetic images of CIFAR's shape: the images that an epoch of `tableau2net train` goes through in a
second, with its logs and a checkpoint after every epoch, relative to a plain loop in PyTorch that does neither. Needs
the extra `train`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import LearningRateMonitor
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger
from torch import Tensor, nn
from torch.nn import functional

from tableau2net.data import DataSet, Images
from tableau2net.recipes import load_recipe
from tableau2net.train.checkpoints import Last
from tableau2net.train.fit import fit
from tableau2net.train.machine import Machine
from tableau2net.train.subject import Subject, fitted

IMAGES, SIZE, PAD = 2048, 32, 4


@dataclass(frozen=True)
class Setting:
    """A network, its batches, and how many epochs are measured."""

    title: str
    overrides: tuple[str, ...]
    batch: int
    rounds: int


SETTINGS = (
    Setting("resnet20", (), 128, 7),
    Setting(
        "4 steps of 8, 16 and 32 channels after a strided stem",
        (
            "periods=[{channels: 8, steps: 4}, {channels: 16, steps: 4}, {channels: 32, steps: 4}]",
            "stem={kind: strided}",
        ),
        64,
        21,
    ),
)


class PlainLoop:
    """What one would write without a library: the recipe `lm` on uint8 images in memory."""

    def __init__(self, network: nn.Module, images: Images, batch: int, epochs: int) -> None:
        self.network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.images, self.batch = images, batch
        values = images.pixels.double()
        self.mean = values.mean((0, 2, 3), keepdim=True).float()
        self.deviation = values.std((0, 2, 3), keepdim=True).float()
        self.optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
        steps = epochs * len(images) // batch
        self.schedule = torch.optim.lr_scheduler.MultiStepLR(self.optimizer, [steps // 2, steps * 3 // 4])

    def epoch(self) -> None:
        self.network.train()
        for rows in torch.randperm(len(self.images)).split(self.batch):
            x = augmented(self.images.pixels[rows]).float().sub_(self.mean).div_(self.deviation)
            loss = functional.cross_entropy(self.network(x), self.images.targets[rows])
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.schedule.step()


def augmented(pixels: Tensor) -> Tensor:
    """Cut out of a padding, and mirrored half the time: each image copied by itself, which is fastest on a CPU."""
    padded = functional.pad(pixels, (PAD, PAD, PAD, PAD))
    corners = torch.randint(0, 2 * PAD + 1, (len(pixels), 2)).tolist()
    cut = torch.empty_like(pixels)
    for image, source, (top, left) in zip(cut.unbind(), padded.unbind(), corners, strict=True):
        image.copy_(source[:, top : top + SIZE, left : left + SIZE])
    mirrored = (torch.rand(len(pixels)) < 0.5)[:, None, None, None]
    return torch.where(mirrored, cut.flip(3), cut).contiguous(memory_format=torch.channels_last)


class Turns(lightning.Callback):
    """Before every epoch of the training one of the plain loop, with the clock on both. An epoch of the training lasts
    until the next one starts, so all is in it that happens between two.
    """

    def __init__(self, plain: Callable[[], None]) -> None:
        self.plain = plain
        self.plain_seconds: list[float] = []
        self.train_seconds: list[float] = []
        self._started: float | None = None

    def on_train_epoch_start(self, *_: Any) -> None:
        self._end()
        start = perf_counter()
        torch.use_deterministic_algorithms(False)  # the training asks for them, the plain loop does not
        self.plain()
        torch.use_deterministic_algorithms(True, warn_only=True)
        self._started = perf_counter()
        self.plain_seconds.append(self._started - start)

    def on_train_end(self, *_: Any) -> None:
        self._end()

    def _end(self) -> None:
        if self._started is not None:
            self.train_seconds.append(perf_counter() - self._started)


def main() -> None:
    torch.set_num_threads(1)
    os.environ["TORCH_CPP_LOG_LEVEL"] = "ERROR"
    data = synthetic()
    for setting in SETTINGS:
        turns = measured(data, setting)
        speeds = {
            "plain loop": IMAGES / median(turns.plain_seconds[1:]),
            "tableau2net train": IMAGES / median(turns.train_seconds[1:]),
        }
        print(f"{setting.title}, batches of {setting.batch}:")
        print(f"{'':<17}  {'images/s':>10}  {'ratio':>7}")
        for name, speed in speeds.items():
            print(f"{name:<17}  {speed:>10.1f}  {speed / speeds['plain loop']:>7.3f}")


def synthetic() -> DataSet:
    generator = torch.Generator().manual_seed(0)

    def images(count: int) -> Images:
        pixels = torch.randint(0, 256, (count, 3, SIZE, SIZE), generator=generator, dtype=torch.uint8)
        return Images(pixels, torch.randint(0, 10, (count,), generator=generator))

    return DataSet("synthetic", images(IMAGES), images(10), tuple("0123456789"))


def measured(data: DataSet, setting: Setting) -> Turns:
    """The turns of one training, its logs and checkpoints as `tableau2net train` has them; the first is to warm up."""
    epochs = setting.rounds + 1
    recipe = load_recipe("lm", [f"epochs={epochs}", f"batch={setting.batch}"])
    subject: Subject = fitted("resnet20", setting.overrides, data, recipe, seed=0)
    turns = Turns(PlainLoop(subject.network(), data.train, setting.batch, epochs).epoch)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        fit(
            subject,
            Machine("cpu", threads=1),
            callbacks=[turns, Last(path / "last.ckpt"), LearningRateMonitor("epoch")],
            loggers=[CSVLogger(path, name="logs"), TensorBoardLogger(path, name="tensorboard", version="")],
        )
    return turns
