"""Weak logit distillation (An, Liu, Zhao, Shen, arXiv 2102.03495), in our reading of the abstract: beside the
cross-entropy, a small weight on matching the logits of a network that was trained before, which decays from epoch to
epoch, so that the student is soon on its own.

    loss = cross-entropy(z, labels) + weight · decay^epoch · mean (z − z_teacher)²
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import torch
from torch import Tensor, nn

from tableau2net.pipeline import Override
from tableau2net.pipeline import compile as compiled
from tableau2net.train.loss import cross_entropy, squared_distance
from tableau2net.train.weights import load_weights


class WeakLogitDistillation(nn.Module):
    """The loss of a student with a frozen teacher: logits (N, classes, …), images, labels (N, …) → a scalar.

    `label_smoothing` is that of the cross-entropy. `advance` ends an epoch. The epoch is part of the state, so that
    training resumes where it was. Raises ValueError for a weight or a decay that is not from 0 to 1.
    """

    epoch: Tensor

    def __init__(
        self, teacher: nn.Module, *, weight: float = 0.1, decay: float = 0.9, label_smoothing: float = 0.0
    ) -> None:
        super().__init__()
        for name, value in (("weight", weight), ("decay", decay)):
            if not 0 <= value <= 1:
                raise ValueError(f"{name} is from 0 to 1, not {value}")
        self.teacher = teacher.eval().requires_grad_(False)
        self.weight, self.decay, self.label_smoothing = weight, decay, label_smoothing
        self.register_buffer("epoch", torch.zeros((), dtype=torch.long))

    @property
    def present_weight(self) -> float:
        """weight · decay^epoch"""
        return float(self.weight * self.decay ** int(self.epoch))

    def forward(self, logits: Tensor, images: Tensor, labels: Tensor) -> Tensor:
        own = cross_entropy(logits, labels, self.label_smoothing)
        with torch.no_grad():
            wanted = self.teacher(images)
        return own + self.present_weight * squared_distance(logits, wanted, labels)

    def advance(self) -> None:
        """End an epoch."""
        self.epoch += 1

    def train(self, mode: bool = True) -> Self:
        """The teacher stays in evaluation mode whatever the mode is."""
        super().train(mode)
        self.teacher.eval()
        return self


def teacher(reference: str, checkpoint: Path | str | None = None, **overrides: Override) -> nn.Module:
    """The network that `reference` names or is the file of, with the weights of a checkpoint: a state_dict as
    `torch.save` writes it, or a mapping that holds one under `state_dict`.

    Raises InputError where the network or the checkpoint cannot be read, or the two do not fit.
    """
    network = compiled(reference, **overrides)
    if checkpoint is not None:
        load_weights(network, checkpoint, reference)
    return network
