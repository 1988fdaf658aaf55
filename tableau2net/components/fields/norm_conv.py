"""The field of DenseNet without bottlenecks, and of CliqueNet: one convolution."""

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components.operators.conv import conv

OPTIONS = {
    "dropout": "The rate of dropout after the convolution.",
}


class NormConvField(nn.Module):
    """BN, ReLU, 3×3 convolution (DenseNet, arXiv 1608.06993).

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
        self.norm = nn.BatchNorm2d(inputs, eps, momentum)
        self.conv = operator(inputs, channels, stride=stride)
        self.dropout = dropout

    def forward(self, u: Tensor) -> Tensor:
        u = self.conv(functional.relu(self.norm(u)))
        return functional.dropout(u, self.dropout, self.training)
