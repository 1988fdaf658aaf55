"""Stochastic gradient descent with momentum."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

from tableau2net.read.leaves import Choice, Flag, Float
from tableau2net.read.model import Section, fault

if TYPE_CHECKING:
    import torch


class Sgd(Section):
    """v ← momentum·v + g + weight_decay·w, w ← w − rate·v; with `nesterov`, w ← w − rate·(g + momentum·v)."""

    kind: Annotated[Literal["sgd"], Choice()] = "sgd"
    rate: Annotated[float, Float(open_low=True)] = 0.1
    """The learning rate."""
    momentum: Annotated[float, Float(high=1.0, open_high=True)] = 0.9
    """The factor of the momentum."""
    nesterov: Annotated[bool, Flag()] = False
    """Whether the momentum is Nesterov's."""
    weight_decay: Annotated[float, Float()] = 0.0
    """The factor of weight decay, which is part of the gradient."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.nesterov and not self.momentum:
            expected = "a momentum > 0, or no nesterov"
            raise fault(
                "nesterov has no effect without momentum",
                "momentum: 0",
                expected,
                path=("nesterov",),
                key=True,
            )
        return self

    def build(self, parameters: Iterable[torch.nn.Parameter]) -> torch.optim.Optimizer:
        import torch

        return torch.optim.SGD(
            parameters,
            lr=self.rate,
            momentum=self.momentum,
            nesterov=self.nesterov,
            weight_decay=self.weight_decay,
        )


SECTION = Sgd
