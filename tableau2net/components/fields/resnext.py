"""The field of the aggregated residual networks: 1×1, grouped 3×3, 1×1."""

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components.operators.grouped import grouped

OPTIONS = {
    "cardinality": "The number of groups.",
    "width": "The channels of a group where 256 go in.",
}


class ResnextField(nn.Module):
    """BN, ReLU, convolution, thrice: 1×1, 3×3 in `cardinality` groups, 1×1.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉). A group is `width` wide
    at 256 channels and grows with them (Xie et al. 2017, arXiv 1611.05431, here with
    the activations first).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        operator: Callable[..., nn.Module] = grouped,
        cardinality: int = 32,
        width: int = 4,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        neck = cardinality * max(1, width * channels // 256)
        self.norm1 = nn.BatchNorm2d(inputs, eps, momentum)
        self.conv1 = nn.Conv2d(inputs, neck, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(neck, eps, momentum)
        self.conv2 = operator(neck, neck, stride=stride, groups=cardinality)
        self.norm3 = nn.BatchNorm2d(neck, eps, momentum)
        self.conv3 = nn.Conv2d(neck, channels, 1, bias=False)

    def forward(self, u: Tensor) -> Tensor:
        u = self.conv1(functional.relu(self.norm1(u)))
        u = self.conv2(functional.relu(self.norm2(u)))
        u = self.conv3(functional.relu(self.norm3(u)))
        return u
