"""What is counted over an epoch: errors exactly, so that they do not depend on batches or processes."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from tableau2net.data.images import NOT_COUNTED
from tableau2net.train.failure import TrainingError
from tableau2net.train.loss import counted


class Tally(nn.Module):
    """The sum of the loss, and the errors and what was counted; saved with a checkpoint, moved with the network."""

    loss: Tensor
    counts: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("loss", torch.zeros(()))
        self.register_buffer("counts", torch.zeros(2, dtype=torch.long))

    def add(self, loss: Tensor, logits: Tensor, targets: Tensor) -> None:
        """Count a batch: its mean loss, logits (N, classes, …), targets (N, …)."""
        wrong = (logits.argmax(1) != targets) & (targets != NOT_COUNTED)
        number = counted(targets)
        self.loss += loss.to(self.loss.dtype) * number
        self.counts += torch.stack((wrong.sum(), number))

    def told(self, over_processes: Callable[..., Tensor]) -> tuple[float, float]:
        """The mean loss and the error in percent, over all processes; and begin anew. Raises TrainingError."""
        loss = float(over_processes(self.loss.clone(), reduce_op="sum"))
        wrong, number = over_processes(self.counts.clone(), reduce_op="sum").tolist()
        if number == 0:
            raise TrainingError("no pixel of a whole split, or of a whole epoch, counts")
        self.loss.zero_()
        self.counts.zero_()
        return loss / number, 100 * wrong / number
