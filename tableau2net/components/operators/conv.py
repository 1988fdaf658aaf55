"""The operator of most networks: torch's own convolution."""

from torch import nn


def conv(inputs: int, channels: int, *, stride: int = 1) -> nn.Module:
    """3×3 convolution: (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉)."""
    return nn.Conv2d(inputs, channels, 3, stride, padding=1, bias=False)
