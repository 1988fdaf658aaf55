"""Whose operator it is, and what is special about it."""

from torch import Tensor, nn


class ExampleNameConv(nn.Module):
    """What it is: (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉)."""

    def __init__(self, inputs: int, channels: int, *, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        raise NotImplementedError("example-name is not written yet")
