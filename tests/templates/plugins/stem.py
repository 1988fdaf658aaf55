"""Whose stem it is."""

from torch import Tensor, nn


class ExampleNameStem(nn.Module):
    """Its layers: (N, inputs, H, W) → (N, channels, H, W)."""

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        raise NotImplementedError("example-name is not written yet")
