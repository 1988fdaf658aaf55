"""The stem of the CIFAR networks: one convolution."""

from torch import Tensor, nn


class ConvStem(nn.Module):
    """One 3×3 convolution without bias: (N, inputs, H, W) → (N, channels, H, W)."""

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        u: Tensor = self.conv(x)
        return u
