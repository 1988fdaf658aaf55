"""The field of PolyNet's units, with residual blocks for Inception's."""

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components.operators.conv import conv


class ReluBasicField(nn.Module):
    """ReLU, 3×3 convolution, BN, twice (PolyNet, arXiv 1611.05725).

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉). The first ReLU leaves a
    state as it is that a step has ended in a ReLU.
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
        self.norm1 = nn.BatchNorm2d(channels, eps, momentum)
        self.conv2 = operator(channels, channels)
        self.norm2 = nn.BatchNorm2d(channels, eps, momentum)

    def forward(self, u: Tensor) -> Tensor:
        u = functional.relu(self.norm1(self.conv1(functional.relu(u))))
        u = self.norm2(self.conv2(u))
        return u
