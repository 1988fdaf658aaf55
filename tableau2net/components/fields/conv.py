"""The field of the plain networks: one convolution."""

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components.operators.conv import conv

OPTIONS = {
    "dropout": "The rate of dropout after the convolution.",
}


class ConvField(nn.Module):
    """3×3 convolution, BN, ReLU (FractalNet, arXiv 1605.07648).

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉). With `dropout` > 0 the
    convolution is followed by dropout at that rate.
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        operator: Callable[..., nn.Module] = conv,
        dropout: float = 0.0,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.conv = operator(inputs, channels, stride=stride)
        self.dropout = dropout
        self.norm = nn.BatchNorm2d(channels, eps, momentum)

    def forward(self, u: Tensor) -> Tensor:
        u = functional.dropout(self.conv(u), self.dropout, self.training)
        return functional.relu(self.norm(u))
