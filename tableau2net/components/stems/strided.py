"""A stem for small budgets: it halves the resolution."""

from torch import Tensor, nn


class StridedStem(nn.Module):
    """One 3×3 convolution with stride 2 and without bias.

    (N, inputs, H, W) → (N, channels, ⌈H/2⌉, ⌈W/2⌉).
    """

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, 2, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        u: Tensor = self.conv(x)
        return u
