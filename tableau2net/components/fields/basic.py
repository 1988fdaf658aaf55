"""The field of the pre-activation residual network."""

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components.operators.conv import conv


class BasicField(nn.Module):
    """BN, ReLU, 3×3 convolution, twice (He et al. 2016, arXiv 1603.05027).

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉).
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
        self.norm1 = nn.BatchNorm2d(inputs, eps, momentum)
        self.conv1 = operator(inputs, channels, stride=stride)
        self.norm2 = nn.BatchNorm2d(channels, eps, momentum)
        self.conv2 = operator(channels, channels)

    def forward(self, u: Tensor) -> Tensor:
        u = self.conv1(functional.relu(self.norm1(u)))
        u = self.conv2(functional.relu(self.norm2(u)))
        return u
