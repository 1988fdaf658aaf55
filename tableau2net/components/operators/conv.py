"""The operator of most networks: torch's own convolution."""

from torch import Tensor, nn
from torch.nn import functional


def conv(inputs: int, channels: int, *, stride: int = 1) -> nn.Module:
    """3×3 convolution: (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉)."""
    return nn.Conv2d(inputs, channels, 3, stride, padding=1, bias=False)


def transposed(layer: nn.Conv2d, v: Tensor) -> Tensor:
    """Kᵀ v, K a 3×3 convolution without stride: (N, channels, …) → (N, inputs, …)."""
    return functional.conv_transpose2d(v, layer.weight, padding=1)


def skewed(layer: nn.Conv2d, u: Tensor) -> Tensor:
    """(K − Kᵀ) u, K a 3×3 convolution without stride and of one width."""
    weight = layer.weight - layer.weight.transpose(0, 1).flip(2, 3)
    return functional.conv2d(u, weight, padding=1)
