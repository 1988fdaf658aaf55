"""What drops the slopes of a step in training."""

from torch import Tensor, nn


class StochasticDepth(nn.Module):
    """In training, zero with probability `drop_rate`, or else slope / (1 − drop_rate).

    One draw a batch, or one a sample (Huang et al. 2016, arXiv 1603.09382).
    """

    def __init__(self, drop_rate: float, *, per_sample: bool = False) -> None:
        super().__init__()
        self.drop_rate = drop_rate
        self.per_sample = per_sample

    def forward(self, slope: Tensor) -> Tensor:
        if not self.training or self.drop_rate == 0:
            return slope
        alone = (1,) * (slope.ndim - 1)
        shape = (len(slope), *alone) if self.per_sample else ()
        kept = slope.new_empty(shape).uniform_() >= self.drop_rate
        return slope * (kept.to(slope.dtype) / (1 - self.drop_rate))
