"""What drops paths where they are joined, in training."""

import torch
from torch import Tensor, nn


class DropPath(nn.Module):
    """The mean of the paths; in training, of those that are left.

    Each is dropped with probability `rate`, for the whole batch; where all were, one
    of them is left (local drop-path, Larsson et al. 2017, arXiv 1605.07648).
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, *paths: Tensor) -> Tensor:
        together = torch.stack(paths)
        if not self.training or self.rate == 0:
            return together.mean(0)
        alone = (1,) * (together.ndim - 1)
        draws = together.new_empty(len(paths), *alone).uniform_()
        kept = (draws >= self.rate) | (draws == draws.amax())
        return (together * kept).sum(0) / kept.sum()
