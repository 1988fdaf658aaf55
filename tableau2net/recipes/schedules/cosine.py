"""Half a cosine from the whole learning rate to none (Loshchilov, Hutter, arXiv 1608.03983, without restarts)."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from tableau2net.read.leaves import Choice, Float
from tableau2net.read.model import Section


class Cosine(Section):
    """(1 + cos πx)/2 with x from 0 to 1, after a linear rise over the part `warmup` of the training."""

    kind: Annotated[Literal["cosine"], Choice()] = "cosine"
    warmup: Annotated[float, Float(high=1.0, open_high=True)] = 0.0
    """The part of the training in which the learning rate rises from 0. Example: `0.05`"""

    def factor(self, step: int, steps: int) -> float:
        rise = self.warmup * steps
        if step < rise:
            return (step + 1) / (rise + 1)
        return (1 + math.cos(math.pi * (step - rise) / (steps - rise))) / 2


SECTION = Cosine
