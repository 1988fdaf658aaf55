"""A part of the training, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tableau2net.read.leaves import Leaf, as_text, expression
from tableau2net.read.model import Context, fault


@dataclass(frozen=True)
class Portion(Leaf):
    """A fraction or a decimal between 0 and 1."""

    def read(self, value: Any, context: Context) -> Fraction:
        expected = "a fraction between 0 and 1, as 1/2"
        portion = expression(as_text(value, expected), context).rational
        if portion is None or not 0 < portion < 1:
            raise fault("this is not a fraction of the training", str(value), expected)
        return portion

    def schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"]}
