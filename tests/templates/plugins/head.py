"""Whose head it is."""

from torch import Tensor, nn


class ExampleNameHead(nn.Module):
    """Its layers: (N, channels, H, W) → logits (N, classes)."""

    def __init__(self, channels: int, classes: int) -> None:
        super().__init__()
        self.linear = nn.Linear(channels, classes)

    def forward(self, u: Tensor) -> Tensor:
        raise NotImplementedError("example-name is not written yet")
