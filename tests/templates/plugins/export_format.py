"""The format, and where it is specified."""

from __future__ import annotations

from torch import Tensor, nn


def written(network: nn.Module, images: Tensor) -> bytes:
    """The content of the file, for batches of any size."""
    raise NotImplementedError("example-name is not written yet")


def outputs(content: bytes, images: Tensor) -> Tensor:
    """What the file computes of images."""
    raise NotImplementedError("example-name is not written yet")
