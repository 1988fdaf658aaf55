"""What a step of the residual network of 2015 ends in."""

from torch import Tensor, nn
from torch.nn import functional


class Relu(nn.Module):
    """max(u, 0) (He et al. 2016, arXiv 1512.03385)."""

    def __init__(self) -> None:
        super().__init__()

    def forward(self, u: Tensor) -> Tensor:
        return functional.relu(u)
