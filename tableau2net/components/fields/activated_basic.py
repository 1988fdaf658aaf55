"""The first field of a pre-activation network whose stem is activated already."""

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components.operators.conv import conv


class ActivatedBasicField(nn.Module):
    """3×3 convolution, BN, ReLU, 3×3 convolution.

    The basic field without its first BN and ReLU, where they follow the stem (RevNet's
    first unit, arXiv 1707.04585). (N, inputs, H, W) → (N, channels, ⌈H/stride⌉,
    ⌈W/stride⌉).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        operator: Callable[..., nn.Module] = conv,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.conv1 = operator(inputs, channels, stride=stride)
        self.norm2 = nn.BatchNorm2d(channels, eps, momentum)
        self.conv2 = operator(channels, channels)

    def forward(self, u: Tensor) -> Tensor:
        u = self.conv2(functional.relu(self.norm2(self.conv1(u))))
        return u
