"""The optimizers, one file each: its `SECTION` has its keys, and `build(parameters)` makes torch's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tableau2net.plugins import Class, Function, Kind

if TYPE_CHECKING:
    import torch

_BUILD = Function("build", "self, parameters: Iterable[torch.nn.Parameter]", "torch.optim.Optimizer")

KIND = Kind(
    name="optimizer",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Class("SECTION", "kind", (_BUILD,)),),
)


class Optimizer(Protocol):
    """What every section of this package is: `rate` is the learning rate that the schedule scales."""

    @property
    def rate(self) -> float: ...

    def build(self, parameters: Iterable[torch.nn.Parameter]) -> torch.optim.Optimizer:
        """torch's optimizer of these parameters."""
        ...
