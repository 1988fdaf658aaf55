"""The field of the deep residual networks of 2015, whose steps end in a ReLU."""

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


class PostBottleneckField(nn.Module):
    """Convolution, BN, thrice, with ReLU between: 1×1 to channels/expansion, 3×3, 1×1.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉); `channels` is a multiple
    of `expansion`. The stride is that of the 3×3 convolution (He et al. 2016, arXiv
    1512.03385, have it in the first one; Xie et al. 2017, arXiv 1611.05431, here).
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
        self.conv1 = nn.Conv2d(inputs, neck, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(neck, eps, momentum)
        self.conv2 = operator(neck, neck, stride=stride)
        self.norm2 = nn.BatchNorm2d(neck, eps, momentum)
        self.conv3 = nn.Conv2d(neck, channels, 1, bias=False)
        self.norm3 = nn.BatchNorm2d(channels, eps, momentum)

    def forward(self, u: Tensor) -> Tensor:
        u = functional.relu(self.norm1(self.conv1(u)))
        u = functional.relu(self.norm2(self.conv2(u)))
        u = self.norm3(self.conv3(u))
        return u
