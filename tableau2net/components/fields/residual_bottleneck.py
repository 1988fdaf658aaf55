"""The field of the deep pre-activation residual networks: 1×1, 3×3, 1×1."""

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components.operators.conv import conv

OPTIONS = {
    "expansion": "The factor by which there are fewer channels inside.",
}

CONSTRAINTS = (
    (
        "channels % expansion == 0",
        "divides the channels by its expansion",
        "a multiple of {expansion}",
    ),
)


class ResidualBottleneckField(nn.Module):
    """BN, ReLU, convolution, thrice: 1×1 to channels/expansion, 3×3, 1×1 to channels.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉); `channels` is a multiple
    of `expansion` (He et al. 2016, arXiv 1603.05027).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        operator: Callable[..., nn.Module] = conv,
        expansion: int = 4,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        neck = channels // expansion
        self.norm1 = nn.BatchNorm2d(inputs, eps, momentum)
        self.conv1 = nn.Conv2d(inputs, neck, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(neck, eps, momentum)
        self.conv2 = operator(neck, neck, stride=stride)
        self.norm3 = nn.BatchNorm2d(neck, eps, momentum)
        self.conv3 = nn.Conv2d(neck, channels, 1, bias=False)

    def forward(self, u: Tensor) -> Tensor:
        u = self.conv1(functional.relu(self.norm1(u)))
        u = self.conv2(functional.relu(self.norm2(u)))
        u = self.conv3(functional.relu(self.norm3(u)))
        return u
