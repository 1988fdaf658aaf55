"""Drop-path (Larsson et al. 2017, arXiv 1605.07648): how often a path is dropped where several are joined."""

from __future__ import annotations

from typing import Annotated

from tableau2net.read.leaves import Float
from tableau2net.read.model import Section


class DropPath(Section):
    """Every path into a join is dropped at this rate in training, but never all."""

    rate: Annotated[float, Float(high=1.0, open_high=True)]
