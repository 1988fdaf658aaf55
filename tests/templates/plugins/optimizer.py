"""What it is called, and where it is published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

from tableau2net.read.leaves import Choice, Float
from tableau2net.read.model import Section

if TYPE_CHECKING:
    import torch


class ExampleName(Section):
    """w ← w − rate·…"""

    kind: Annotated[Literal["example-name"], Choice(("example-name",))] = "example-name"
    rate: Annotated[float, Float(open_low=True)] = 0.1

    def build(self, parameters: Iterable[torch.nn.Parameter]) -> torch.optim.Optimizer:
        raise NotImplementedError("example-name is not written yet")


SECTION = ExampleName
