"""What draws, once a step, whether one column of it is left alone in this batch."""

from torch import Tensor, nn


class OneColumn(nn.Module):
    """The number of the column, from 0, or −1 for all: a tensor without dimensions.

    In training, one of `columns` is drawn in `share` of the batches (global drop-path,
    Larsson et al. 2017, arXiv 1605.07648).
    """

    def __init__(self, *, columns: int = 1, share: float = 0.5) -> None:
        super().__init__()
        self.columns = columns
        self.share = share

    def forward(self, u: Tensor) -> Tensor:
        if not self.training:
            return u.new_full((), -1.0)
        draws = u.new_empty(2).uniform_()
        alone = (draws[0] < self.share).to(u.dtype)
        return alone * ((draws[1] * self.columns).floor() + 1) - 1
