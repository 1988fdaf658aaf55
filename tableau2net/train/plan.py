"""What the images of an epoch go through: a function of the seed and of the epoch's number alone.

So two networks trained with one seed see the same images in the same order, cut and mirrored alike; a training that is
resumed in the middle of an epoch goes on as it would have; and several processes share the batches of one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import torch
from torch import Tensor

from tableau2net.recipes import Augmentation


@dataclass(frozen=True, eq=False)
class Epoch:
    """`order` is a permutation of the N images; offsets (N, 2) are those of the crop's corner, mirrored (N) is bool."""

    order: Tensor
    offsets: Tensor
    mirrored: Tensor


def epoch(seed: int, number: int, count: int, augmentation: Augmentation) -> Epoch:
    """The plan of epoch `number`, from 0, for `count` images."""
    generator = torch.Generator().manual_seed(derived(seed, "epoch", number))
    order = torch.randperm(count, generator=generator)
    offsets = torch.randint(0, 2 * augmentation.pad + 1, (count, 2), generator=generator)
    mirrored = torch.rand(count, generator=generator) < (0.5 if augmentation.flip else 0.0)
    return Epoch(order, offsets, mirrored)


def steps(count: int, batch: int) -> int:
    """The number of batches of an epoch: ⌈count/batch⌉."""
    return -(-count // batch)


def dealt(order: Tensor, batch: int) -> tuple[Tensor, ...]:
    """The epoch's batches. Their sizes differ by one at most, so that none is too small to normalise."""
    return torch.tensor_split(order, steps(len(order), batch))


def derived(seed: int, *purpose: object) -> int:
    """A seed for one purpose, which has nothing to do with those for others."""
    text = "/".join(map(str, (seed, *purpose)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1
