"""The head of the residual networks whose steps end in an activation."""

from torch import Tensor, nn
from torch.nn import functional


class AverageHead(nn.Module):
    """Global average pool, one linear layer.

    (N, channels, H, W) → logits (N, classes) (He et al. 2016, arXiv 1512.03385).
    """

    def __init__(self, channels: int, classes: int) -> None:
        super().__init__()
        self.linear = nn.Linear(channels, classes)

    def forward(self, u: Tensor) -> Tensor:
        u = self.linear(functional.adaptive_avg_pool2d(u, 1).flatten(1))
        return u
