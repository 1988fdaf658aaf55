"""The learning rate falls at given points of the training, as in the papers of the residual networks."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from tableau2net.read.leaves import Choice, Float
from tableau2net.read.model import Section
from tableau2net.recipes.portion import Portion


class Steps(Section):
    """`by`ⁿ after n of the points `at`, which are parts of the training: a shorter one falls at the same parts."""

    kind: Annotated[Literal["steps"], Choice()] = "steps"
    at: tuple[Annotated[Fraction, Portion()], ...]
    """Where the learning rate falls, as parts of the training. Example: `[0.5, 0.75]`"""
    by: Annotated[float, Float(open_low=True, high=1.0)] = 0.1
    """The factor by which it falls."""

    def factor(self, step: int, steps: int) -> float:
        passed = sum(step >= point * steps for point in self.at)
        return self.by**passed


SECTION = Steps
