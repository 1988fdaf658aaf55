"""What drops paths where they are joined, or all columns but one, in training."""

import torch
from torch import Tensor, nn


class DropColumns(nn.Module):
    """The mean of the paths; in training, of those that are left.

    The n-th path is that of the n-th column, which is left alone where `column` is n.
    Otherwise each is dropped with probability `rate`, for the whole batch; where all
    were, one of them is left (Larsson et al. 2017, arXiv 1605.07648).
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, column: Tensor, *paths: Tensor) -> Tensor:
        together = torch.stack(paths)
        if not self.training:
            return together.mean(0)
        alone = (1,) * (together.ndim - 1)
        draws = together.new_empty(len(paths), *alone).uniform_()
        kept = (draws >= self.rate) | (draws == draws.amax())
        numbers = torch.arange(len(paths), device=together.device).view(-1, *alone)
        one = (column >= 0) & (column < len(paths))
        kept = torch.where(one, numbers == column, kept)
        return (together * kept).sum(0) / kept.sum()
