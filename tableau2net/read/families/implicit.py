"""The implicit pattern: each stage sees all others, with coefficients that the field's convolution
learns."""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.exact import PATTERN, ZERO
from tableau2net.methods import Method, runge_kutta
from tableau2net.read.leaves import Choice
from tableau2net.read.schemes.family import OneStepFamily


class ImplicitPattern(OneStepFamily):
    """`*` off the diagonal of A, and throughout b (RKCNN-I and -R, arXiv 1802.08831)."""

    family: Annotated[Literal["implicit"], Choice()]

    def build(self) -> Method:
        s = self.stages
        A = tuple(tuple(PATTERN if j != i else ZERO for j in range(s)) for i in range(s))
        return runge_kutta(self.name, A, (PATTERN,) * s)


DOCUMENT = ImplicitPattern
