"""The same learning rate throughout."""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.read.leaves import Choice
from tableau2net.read.model import Section


class Constant(Section):
    """The factor 1 throughout."""

    kind: Annotated[Literal["constant"], Choice()] = "constant"

    def factor(self, step: int, steps: int) -> float:
        return 1.0


SECTION = Constant
