"""Means over what counts: images, or the pixels of masks that belong to a class."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from tableau2net.data.images import NOT_COUNTED


def counted(targets: Tensor) -> Tensor:
    """How many targets (N, …) count, a scalar."""
    return (targets != NOT_COUNTED).sum()


def cross_entropy(logits: Tensor, targets: Tensor, label_smoothing: float = 0.0) -> Tensor:
    """The mean cross-entropy of logits (N, classes, …) over the targets (N, …) that count; 0 where none does."""
    total = functional.cross_entropy(
        logits, targets, ignore_index=NOT_COUNTED, reduction="sum", label_smoothing=label_smoothing
    )
    return total / counted(targets).clamp(min=1)


def squared_distance(logits: Tensor, wanted: Tensor, targets: Tensor) -> Tensor:
    """The mean of (logits − wanted)², both (N, classes, …), where the targets (N, …) count; 0 where none does."""
    squares = (logits - wanted).square().mean(1)
    return squares.masked_fill(targets == NOT_COUNTED, 0).sum() / counted(targets).clamp(min=1)
