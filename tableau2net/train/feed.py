"""Batches for a network: bytes → normalised floats, cut out of their padding and mirrored as planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from tableau2net.data.images import NOT_COUNTED
from tableau2net.recipes import Augmentation
from tableau2net.train.loss import counted
from tableau2net.train.plan import Epoch, dealt, epoch, steps

if TYPE_CHECKING:
    from tableau2net.data import Images

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

    def as_json(self) -> dict[str, list[float]]:
        """Both, one number a channel."""
        return {"mean": self.mean.flatten().tolist(), "deviation": self.deviation.flatten().tolist()}

    @classmethod
    def from_json(cls, record: Mapping[str, Sequence[float]]) -> Normalisation:
        """The normalisation of such a record."""
        mean, deviation = (torch.tensor(record[name]).view(1, -1, 1, 1) for name in ("mean", "deviation"))
        return cls(mean, deviation)


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


def reflected(pixels: Tensor, pad: int) -> Tensor:
    """(N, C, H, W) with `pad` pixels around, those inside mirrored at the outermost ones, which stand once."""

    def places(size: int) -> Tensor:
        last = size - 1
        return last - (last - torch.arange(-pad, size + pad).abs()).abs()

    _, _, height, width = pixels.shape
    return pixels[:, :, places(height)][:, :, :, places(width)]


def cropped(padded: Tensor, pad: int, offsets: Tensor, mirrored: Tensor) -> Tensor:
    """(N, C, H, W) with `pad` pixels around, cut to its size at `offsets` (N, 2), mirrored where `mirrored`."""
    count, _, height, width = padded.shape
    height, width = height - 2 * pad, width - 2 * pad
    windows = padded.unfold(2, height, 1).unfold(3, width, 1)  # a view: at [n, :, top, left] is a cut image
    cut = windows[torch.arange(count), :, offsets[:, 0], offsets[:, 1]]
    return torch.where(mirrored[:, None, None, None], cut.flip(3), cut)


class TrainingFeed:
    """The batches of one epoch after another: (images, targets, share), the part of them that one process trains on.

    `share` scales the mean loss of this process's part, so that the average over all processes is the mean over what
    counts of the whole batch. `position` is how far the feed has come: the epoch, and how many of its batches are done.
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
        position: tuple[int, int] = (0, 0),
    ) -> None:
        self.images, self.normal, self.augmentation = images, normal, augmentation
        self.batch, self.seed, self.rank, self.world = batch, seed, rank, world
        self.position = position

    def __len__(self) -> int:
        return steps(len(self.images), self.batch)

    def __iter__(self) -> Iterator[Batch]:
        number, done = self.position
        if done == len(self):
            number, done = number + 1, 0
        plan = epoch(self.seed, number, len(self.images), self.augmentation)
        for index, batch in enumerate(dealt(plan.order, self.batch)[done:], start=done + 1):
            self.position = (number, index)
            yield self._part(batch, plan)

    def _part(self, batch: Tensor, plan: Epoch) -> Batch:
        mine = torch.tensor_split(batch, self.world)[self.rank]
        pixels = self._placed(self.images.pixels[mine], mine, plan, 0)
        # Any process knows the targets of all of them, and so what counts, without asking.
        everyone = self._targets(batch, plan)
        targets = torch.tensor_split(everyone, self.world)[self.rank]
        share = int(counted(targets)) * self.world / max(int(counted(everyone)), 1)
        return self.normal(pixels), targets, share

    def _targets(self, chosen: Tensor, plan: Epoch) -> Tensor:
        targets = self.images.targets[chosen]
        if targets.dim() == 1:
            return targets
        return self._placed(targets[:, None], chosen, plan, NOT_COUNTED)[:, 0]

    def _placed(self, values: Tensor, chosen: Tensor, plan: Epoch, fill: int) -> Tensor:
        pad, flip = self.augmentation.pad, self.augmentation.flip
        if not (pad or flip):
            return values
        if self.augmentation.mode == "reflect":
            padded = reflected(values, pad)
        else:
            padded = functional.pad(values, (pad, pad, pad, pad), value=fill)
        return cropped(padded, pad, plan.offsets[chosen], plan.mirrored[chosen])


class EvaluationFeed:
    """All images in their order, (images, targets) at a time; of several processes each has a part of them."""

    def __init__(self, images: Images, normal: Normalisation, rank: int = 0, world: int = 1) -> None:
        self.images, self.normal = images, normal
        self.end = len(images) * (rank + 1) // world
        self.starts = range(len(images) * rank // world, self.end, EVALUATED)

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        for start in self.starts:
            part = slice(start, min(start + EVALUATED, self.end))
            yield self.normal(self.images.pixels[part]), self.images.targets[part]
