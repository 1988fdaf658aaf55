"""Whose transition it is."""

from torch import Tensor, nn


class ExampleNameTransition(nn.Module):
    """Its layers: (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉)."""

    def __init__(self, inputs: int, channels: int, *, stride: int = 2) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 1, stride, bias=False)

    def forward(self, u: Tensor) -> Tensor:
        raise NotImplementedError("example-name is not written yet")
