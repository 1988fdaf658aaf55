"""Adam with decoupled weight decay (Loshchilov, Hutter, arXiv 1711.05101)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

from tableau2net.read.leaves import Choice, Float
from tableau2net.read.model import Section

if TYPE_CHECKING:
    import torch


class AdamW(Section):
    """`beta1` and `beta2` are the decays of the first and the second moment."""

    kind: Annotated[Literal["adamw"], Choice()] = "adamw"
    rate: Annotated[float, Float(open_low=True)] = 0.001
    """The learning rate."""
    beta1: Annotated[float, Float(high=1.0, open_high=True)] = 0.9
    """The decay of the mean of gradients."""
    beta2: Annotated[float, Float(high=1.0, open_high=True)] = 0.999
    """The decay of the mean of their squares."""
    weight_decay: Annotated[float, Float()] = 0.01
    """The factor of decoupled weight decay."""

    def build(self, parameters: Iterable[torch.nn.Parameter]) -> torch.optim.Optimizer:
        import torch

        betas = (self.beta1, self.beta2)
        return torch.optim.AdamW(parameters, lr=self.rate, betas=betas, weight_decay=self.weight_decay)


SECTION = AdamW
