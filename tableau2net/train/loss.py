"""Means over what counts: images, or the pixels of masks that belong to a class. Over an epoch errors are counted
exactly, so that they do not depend on batches or processes."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

from tableau2net.data.images import NOT_COUNTED
from tableau2net.errors import TrainingError


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


TALLIED = ("loss", "counts")  # the buffers of a tally


class Tally(nn.Module):
    """The sum of the loss, and the errors and what was counted, in one process; moved with the network. A checkpoint
    holds those of all processes, apart from the network's state, which is the same in all (`Training`)."""

    loss: Tensor
    counts: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("loss", torch.zeros(()), persistent=False)
        self.register_buffer("counts", torch.zeros(2, dtype=torch.long), persistent=False)

    def add(self, loss: Tensor, logits: Tensor, targets: Tensor) -> None:
        """Count a batch: its mean loss, logits (N, classes, …), targets (N, …)."""
        wrong = (logits.argmax(1) != targets) & (targets != NOT_COUNTED)
        number = counted(targets)
        self.loss += loss.to(self.loss.dtype) * number
        self.counts += torch.stack((wrong.sum(), number))

    def means(self, over_processes: Callable[..., Tensor]) -> tuple[float, float]:
        """The mean loss and the error in percent, over all processes; and begin anew. Raises TrainingError."""
        loss = float(over_processes(self.loss.clone(), reduce_op="sum"))
        wrong, number = over_processes(self.counts.clone(), reduce_op="sum").tolist()
        if number == 0:
            raise TrainingError("no pixel counts in a whole split or a whole epoch")
        self.loss.zero_()
        self.counts.zero_()
        return loss / number, 100 * wrong / number
