"""Whose initialisation it is."""

from torch import nn


def initialise(module: nn.Module) -> None:
    """How convolutions and linear layers begin, and where that is published."""
    raise NotImplementedError("example-name is not written yet")
