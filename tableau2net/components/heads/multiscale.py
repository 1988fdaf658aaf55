"""The head of RKCNN: it reads the last state of every period."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional


class MultiscaleHead(nn.Module):
    """BN, ReLU, average pool of every period's last state, then one linear layer.

    One (N, channels[p], H_p, W_p) per period → logits (N, classes)
    (RKCNN, arXiv 1802.08831).
    """

    def __init__(
        self,
        channels: Sequence[int],
        classes: int,
        *,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.norms = nn.ModuleList(
            nn.BatchNorm2d(width, eps, momentum) for width in channels
        )
        self.linear = nn.Linear(sum(channels), classes)

    def forward(self, *states: Tensor) -> Tensor:
        averages = [
            functional.adaptive_avg_pool2d(functional.relu(norm(u)), 1).flatten(1)
            for norm, u in zip(self.norms, states, strict=True)
        ]
        logits: Tensor = self.linear(torch.cat(averages, 1))
        return logits
