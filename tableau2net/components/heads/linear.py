"""The head of the pre-activation residual network."""

from torch import Tensor, nn
from torch.nn import functional


class LinearHead(nn.Module):
    """BN, ReLU, global average pool, one linear layer.

    (N, channels, H, W) → logits (N, classes).
    """

    def __init__(
        self, channels: int, classes: int, *, eps: float = 1e-5, momentum: float = 0.1
    ) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(channels, eps, momentum)
        self.linear = nn.Linear(channels, classes)

    def forward(self, u: Tensor) -> Tensor:
        u = functional.relu(self.norm(u))
        u = self.linear(functional.adaptive_avg_pool2d(u, 1).flatten(1))
        return u
