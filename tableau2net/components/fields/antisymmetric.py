"""The field of the midpoint network: a linear part with an imaginary spectrum."""

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components.operators.conv import conv, skewed


class AntisymmetricField(nn.Module):
    """relu(BN((K − Kᵀ) u) + b), K a 3×3 convolution.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉). Where the widths differ
    or there is a stride, K stands alone (Chang et al. 2018, arXiv 1709.03698).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        operator: Callable[..., nn.Module] = conv,
        skew: Callable[[Any, Tensor], Tensor] = skewed,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.conv = operator(inputs, channels, stride=stride)
        self.norm = nn.BatchNorm2d(channels, eps, momentum)
        self.tied = inputs == channels and stride == 1
        self.skew = skew

    def forward(self, u: Tensor) -> Tensor:
        u = self.skew(self.conv, u) if self.tied else self.conv(u)
        return functional.relu(self.norm(u))
