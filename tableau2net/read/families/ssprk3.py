"""Optimal strong-stability-preserving methods of order 3: n² stages, kept in two registers.

With r = n² − n, every stage is a step of Euler's method of length h/r from the stage before it, except that stage
n(n + 1)/2 (from 0 upwards) is such a step mixed with stage (n − 1)(n − 2)/2:

    y = (n y_{(n−1)(n−2)/2} + (n − 1) (y_{n(n+1)/2−1} + h/r f(y_{n(n+1)/2−1}))) / (2n − 1)

and the result is the last of them, y_{n²}. (D. I. Ketcheson, SIAM J. Sci. Comput. 30 (2008) 2113–2136.)
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Annotated, Literal

from tableau2net.exact import number
from tableau2net.methods import Method, runge_kutta
from tableau2net.read.leaves import Choice, Integer
from tableau2net.read.model import fault
from tableau2net.read.schemes.family import OneStepFamily


class SSPRK3(OneStepFamily):
    """n² ≥ 4 stages, order 3, monotone for steps up to n² − n times those of Euler's method."""

    family: Annotated[Literal["ssprk3"], Choice()]
    stages: Annotated[int, Integer(4, 100)]

    def check(self) -> None:
        if isqrt(self.stages) ** 2 != self.stages:
            raise fault(
                "these methods have a square number of stages",
                str(self.stages),
                "4, 9, 16, …",
                path=("stages",),
            )

    def build(self) -> Method:
        s, n = self.stages, isqrt(self.stages)
        states = [[Fraction(0)] * s]  # what each stage adds to the state, as a combination of the slopes
        for i in range(s):
            state = list(states[i])
            state[i] += Fraction(1, n * n - n)
            if i + 1 == n * (n + 1) // 2:
                kept = states[(n - 1) * (n - 2) // 2]
                state = [(n * a + (n - 1) * b) / (2 * n - 1) for a, b in zip(kept, state, strict=True)]
            states.append(state)
        rows = [tuple(map(number, state)) for state in states]
        return runge_kutta(self.name, tuple(rows[:s]), rows[s])


DOCUMENT = SSPRK3
