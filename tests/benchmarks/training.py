"""Training on synthetic images of CIFAR's shape: the images that an epoch of `tableau2net train` goes through in a
second, with its logs and a checkpoint after every epoch, relative to a plain loop in PyTorch that does neither; by the
clock, and by CPU time, which other work on the machine disturbs less. Needs the extra `train`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import LearningRateMonitor
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger
from torch import Tensor, nn
from torch.nn import functional

from tableau2net.data import DataSet, Images
from tableau2net.recipes import load_recipe
from tableau2net.train.checkpoints import Progress
from tableau2net.train.fit import fit
from tableau2net.train.machine import Machine
from tableau2net.train.subject import fitted

IMAGES, SIZE, PAD = 2048, 32, 4
CLOCKS = {"clock": perf_counter, "CPU time": process_time}


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
        for rows in torch.split(torch.randperm(len(self.images)), self.batch):
            x = augmented(self.images.pixels[rows]).float().sub_(self.mean).div_(self.deviation)
            logits = self.network(x.contiguous(memory_format=torch.channels_last))
            loss = functional.cross_entropy(logits, self.images.targets[rows])
            self.optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            self.optimizer.step()
            self.schedule.step()


def augmented(pixels: Tensor) -> Tensor:
    """Each image cut out of its padding, and mirrored half the time."""
    count = len(pixels)
    windows = functional.pad(pixels, (PAD, PAD, PAD, PAD)).unfold(2, SIZE, 1).unfold(3, SIZE, 1)
    top, left = torch.randint(0, 2 * PAD + 1, (2, count))
    cut = windows[torch.arange(count), :, top, left]
    return torch.where((torch.rand(count) < 0.5)[:, None, None, None], cut.flip(3), cut)


class Turns(lightning.Callback):
    """Before every epoch of the training one of the plain loop, with the clock on both. An epoch of the training lasts
    until the next one starts, so all is in it that happens between two.
    """

    def __init__(self, plain: Callable[[], None]) -> None:
        self.plain = plain
        self._times: list[dict[str, float]] = []  # when epochs began, of each in turn

    def on_train_epoch_start(self, *_: Any) -> None:
        self._note()
        torch.use_deterministic_algorithms(False)  # the training asks for them, the plain loop does not
        self.plain()
        torch.use_deterministic_algorithms(True, warn_only=True)
        self._note()

    def on_train_end(self, *_: Any) -> None:
        self._note()

    def seconds(self, clock: str) -> list[tuple[float, float]]:
        """Of each pair of epochs, (plain, training), but for the first, which is to warm up."""
        taken = [after[clock] - before[clock] for before, after in pairwise(self._times)]
        return list(zip(taken[2::2], taken[3::2], strict=True))

    def _note(self) -> None:
        self._times.append({name: now() for name, now in CLOCKS.items()})


def main() -> None:
    torch.set_num_threads(1)
    data = synthetic()
    for setting in SETTINGS:
        turns = measured(data, setting)
        print(f"{setting.title}, batches of {setting.batch}")
        print(f"{'images/s by':<11}  {'plain loop':>10}  {'tableau2net train':>17}  {'ratio':>7}")
        for clock in CLOCKS:
            pairs = turns.seconds(clock)
            plain, train = (IMAGES / median(seconds) for seconds in zip(*pairs, strict=True))
            ratio = median(plain / train for plain, train in pairs)
            print(f"{clock:<11}  {plain:>10.1f}  {train:>17.1f}  {ratio:>7.3f}")
        print()


def synthetic() -> DataSet:
    generator = torch.Generator().manual_seed(0)

    def images(count: int) -> Images:
        pixels = torch.randint(0, 256, (count, 3, SIZE, SIZE), generator=generator, dtype=torch.uint8)
        return Images(pixels, torch.randint(0, 10, (count,), generator=generator))

    return DataSet("synthetic", images(IMAGES), images(10), tuple("0123456789"))


def measured(data: DataSet, setting: Setting) -> Turns:
    """The turns of one training, its logs and checkpoints as `tableau2net train` has them."""
    epochs = setting.rounds + 1
    recipe = load_recipe("lm", [f"epochs={epochs}", f"batch={setting.batch}"])
    subject = fitted("resnet20", setting.overrides, data, recipe, seed=0)
    turns = Turns(PlainLoop(subject.network(), data.train, setting.batch, epochs).epoch)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        fit(
            subject,
            Machine("cpu", threads=1),
            callbacks=[
                turns,
                Progress(path / "last.ckpt", path / "previous.ckpt", None, {}, None),
                LearningRateMonitor("epoch"),
            ],
            loggers=[CSVLogger(path, name="logs"), TensorBoardLogger(path, name="tensorboard", version="")],
        )
    return turns
