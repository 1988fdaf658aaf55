"""PyTorch's own: an exported program, which `torch.export.load` reads without the class of the network."""

from __future__ import annotations

from io import BytesIO

import torch
from torch import Tensor, nn


def written(network: nn.Module, images: Tensor) -> bytes:
    """The content of the file, for batches of any size."""
    program = torch.export.export(network, (images,), dynamic_shapes=({0: torch.export.Dim.DYNAMIC},))
    target = BytesIO()
    torch.export.save(program, target)
    return target.getvalue()


def outputs(content: bytes, images: Tensor) -> Tensor:
    """What the file computes of images."""
    logits: Tensor = torch.export.load(BytesIO(content)).module()(images)
    return logits
