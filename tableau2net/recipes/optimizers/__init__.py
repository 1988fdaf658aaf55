"""The optimizers: a file's `SECTION` has its keys, and `build(parameters)` makes torch's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import torch


class Optimizer(Protocol):
    """What every section of this package is: `rate` is the learning rate that the schedule scales."""

    @property
    def rate(self) -> float: ...

    def build(self, parameters: Iterable[torch.nn.Parameter]) -> torch.optim.Optimizer:
        """torch's optimizer of these parameters."""
        ...
