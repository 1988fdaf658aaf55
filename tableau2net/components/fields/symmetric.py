"""The field of the Hamiltonian networks: a layer and its transpose."""

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components.operators.conv import conv, transposed

OPTIONS = {
    "negative": "Whether it is negated.",
}


class SymmetricField(nn.Module):
    """± Kᵀ relu(BN(K u) + b), K a 3×3 convolution, of one sign.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉). Where the widths differ
    or there is a stride, Kᵀ is a convolution of its own (Chang et al. 2018,
    arXiv 1709.03698).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        operator: Callable[..., nn.Module] = conv,
        transpose: Callable[[Any, Tensor], Tensor] = transposed,
        negative: bool = False,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.conv = operator(inputs, channels, stride=stride)
        self.norm = nn.BatchNorm2d(channels, eps, momentum)
        self.sign = -1 if negative else 1
        self.tied = inputs == channels and stride == 1
        self.transpose = transpose
        if not self.tied:
            self.back = operator(channels, channels)

    def forward(self, u: Tensor) -> Tensor:
        v = functional.relu(self.norm(self.conv(u)))
        u = self.transpose(self.conv, v) if self.tied else self.back(v)
        return self.sign * u
