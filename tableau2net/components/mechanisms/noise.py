"""What adds noise to the slopes of a step in training."""

import torch
from torch import Tensor, nn


class Noise(nn.Module):
    """In training, the slope and noise, of which every value has its own.

    It is uniform between 0 and `level`, as in the released code of LM-ResNet, or with
    `normal` of mean 0 and deviation `level` (Lu et al. 2018, arXiv 1710.10121).
    """

    def __init__(self, level: float, *, normal: bool = False) -> None:
        super().__init__()
        self.level = level
        self.normal = normal

    def forward(self, slope: Tensor) -> Tensor:
        if not self.training:
            return slope
        drawn = torch.randn_like(slope) if self.normal else torch.rand_like(slope)
        return slope.add(drawn, alpha=self.level)
