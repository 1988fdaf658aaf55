"""Whose operator it is, and what is special about it."""

from torch import nn


def example_name(inputs: int, channels: int, *, stride: int = 1) -> nn.Module:
    """What it is: (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉)."""
    raise NotImplementedError("example-name is not written yet")
