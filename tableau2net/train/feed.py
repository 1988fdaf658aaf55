"""Batches for a network: bytes → normalised floats, cut out of their padding and mirrored as planned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn import functional

from tableau2net.recipes import Augmentation
from tableau2net.train.plan import Epoch, dealt, epoch, steps

if TYPE_CHECKING:
    from tableau2net.data import Images

NOT_COUNTED = -100  # the target of a pixel that belongs to no class; it is what torch ignores
EVALUATED = 500  # images at once

Batch = tuple[Tensor, Tensor, float]


@dataclass(frozen=True, eq=False)
class Normalisation:
    """mean and deviation, each (1, channels, 1, 1), of pixels as numbers from 0 to 255."""

    mean: Tensor
    deviation: Tensor

    def __call__(self, pixels: Tensor) -> Tensor:
        """uint8 (N, channels, H, W) → float32 of mean 0 and deviation 1 over the training set."""
        return pixels.float().sub_(self.mean).div_(self.deviation)


def normalisation(images: Images) -> Normalisation:
    """That of a training set, from the exact counts of its pixels' values. A channel of one value keeps its scale."""
    values = torch.arange(256, dtype=torch.float64)
    means, deviations = [], []
    for channel in images.pixels.unbind(1):
        weights = torch.bincount(channel.flatten(), minlength=256).double() / channel.numel()
        mean = (weights * values).sum()
        variance = (weights * (values - mean) ** 2).sum()
        means.append(mean)
        deviations.append(variance.sqrt() if variance > 0 else torch.tensor(255.0, dtype=torch.float64))
    shape = (1, -1, 1, 1)
    return Normalisation(torch.stack(means).view(shape).float(), torch.stack(deviations).view(shape).float())


def cropped(pixels: Tensor, pad: int, offsets: Tensor, mirrored: Tensor, fill: int = 0) -> Tensor:
    """(N, C, H, W) padded by `pad` values `fill`, cut at `offsets` (N, 2) to its size, and mirrored where `mirrored` (N)."""
    count, _, height, width = pixels.shape
    padded = functional.pad(pixels, (pad, pad, pad, pad), value=fill)
    columns = torch.arange(width).expand(count, width)
    columns = torch.where(mirrored[:, None], columns.flip(1), columns) + offsets[:, 1:]
    rows = torch.arange(height) + offsets[:, :1]
    which = torch.arange(count)[:, None, None]
    return padded[which, :, rows[:, :, None], columns[:, None, :]].movedim(-1, 1)


class TrainingFeed:
    """The batches of one epoch after another: (images, targets, share), the part of them that one process trains on.

    `share` scales the mean loss of this process's part, so that the average over all processes is the mean over the
    whole batch. The feed knows how far it has come, and goes on from there when its state is loaded.
    """

    def __init__(
        self,
        images: Images,
        normal: Normalisation,
        augmentation: Augmentation,
        batch: int,
        seed: int,
        rank: int = 0,
        world: int = 1,
    ) -> None:
        self.images, self.normal, self.augmentation = images, normal, augmentation
        self.batch, self.seed, self.rank, self.world = batch, seed, rank, world
        self.epoch, self.done = 0, 0

    def __len__(self) -> int:
        return steps(len(self.images), self.batch)

    def __iter__(self) -> Iterator[Batch]:
        if self.done == len(self):
            self.epoch, self.done = self.epoch + 1, 0
        plan = epoch(self.seed, self.epoch, len(self.images), self.augmentation)
        for batch in dealt(plan.order, self.batch)[self.done :]:
            self.done += 1
            yield self._part(batch, plan)

    def state_dict(self) -> dict[str, Any]:
        return {"epoch": self.epoch, "done": self.done}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.epoch, self.done = state["epoch"], state["done"]

    def _part(self, batch: Tensor, plan: Epoch) -> Batch:
        mine = torch.tensor_split(batch, self.world)[self.rank]
        pixels, targets = self.images.pixels[mine], self.images.targets[mine]
        if self.augmentation.pad or self.augmentation.flip:
            placed = (self.augmentation.pad, plan.offsets[mine], plan.mirrored[mine])
            pixels = cropped(pixels, *placed)
            if targets.dim() > 1:
                targets = cropped(targets[:, None], *placed, fill=NOT_COUNTED)[:, 0]
        return self.normal(pixels), targets, len(mine) * self.world / len(batch)


class EvaluationFeed:
    """All images in their order, (images, targets) at a time; with several processes, every `world`-th batch."""

    def __init__(self, images: Images, normal: Normalisation, rank: int = 0, world: int = 1) -> None:
        self.images, self.normal = images, normal
        self.starts = range(rank * EVALUATED, len(images), world * EVALUATED)

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        for start in self.starts:
            part = slice(start, start + EVALUATED)
            yield self.normal(self.images.pixels[part]), self.images.targets[part]
