"""Optimal strong-stability-preserving methods of order 2: s stages, each of them s − 1 equal steps of Euler's method.

    A_ij = 1/(s − 1) for j < i,   b_j = 1/s

(Gottlieb, Ketcheson, Shu, Strong Stability Preserving Runge–Kutta and Multistep Time Discretizations, 6.2.1.)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from tableau2net.exact import ZERO, number
from tableau2net.methods import Method, runge_kutta
from tableau2net.read.leaves import Choice, Integer
from tableau2net.read.schemes.family import OneStepFamily


class SSPRK2(OneStepFamily):
    """s ≥ 2 stages, order 2, monotone for steps up to s − 1 times those of Euler's method."""

    family: Annotated[Literal["ssprk2"], Choice()]
    stages: Annotated[int, Integer(2, 100)]

    def build(self) -> Method:
        s = self.stages
        step = number(Fraction(1, s - 1))
        A = tuple(tuple(step if j < i else ZERO for j in range(s)) for i in range(s))
        return runge_kutta(self.name, A, (number(Fraction(1, s)),) * s)


DOCUMENT = SSPRK2
