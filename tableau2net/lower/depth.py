"""Stochastic depth: the rate at which each of a network's steps drops its slopes; a residual transition is one too."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.graph import DropRate
from tableau2net.read import NetworkDocument


@dataclass
class DropRates:
    """The rates of the steps, in the order in which they are built."""

    document: NetworkDocument
    built: int = 0

    def next(self) -> DropRate | None:
        """The rate of the next step; None where no slopes are dropped."""
        depth, index = self.document.stochastic_depth, self.built
        self.built += 1
        if depth is None:
            return None
        if depth.decay == "uniform":
            return DropRate(depth.rate, 0, 0)
        return DropRate(depth.rate, index, max(blocks(self.document) - 1, 1))


def blocks(document: NetworkDocument) -> int:
    """How many steps a network has, its transitions among them where they are steps."""
    transitions = len(document.periods) - 1 + document.widens
    return sum(period.count for period in document.periods) + transitions * document.transition.is_step
