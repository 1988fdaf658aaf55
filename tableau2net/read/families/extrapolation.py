"""Extrapolation: T_{j,1} takes n_j small steps of a basic method, and the table is filled by Aitken and Neville,

    T_{j,k+1} = T_{j,k} + (T_{j,k} − T_{j−1,k}) / ((n_j/n_{j−k})^q − 1),

where q is 1 for Euler's method, n_j = j, and 2 for the explicit midpoint rule, n_j = 2j, whose error goes in even
powers.
The result T_{k,k} is an explicit Runge–Kutta method of order q k, all columns sharing their first stage.

(Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, II.9.)
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Annotated, Literal

from tableau2net.exact import number
from tableau2net.methods import Method, runge_kutta
from tableau2net.read.leaves import Choice, Integer
from tableau2net.read.schemes.family import FamilyDocument

Base = Literal["euler", "midpoint"]


class Extrapolation(FamilyDocument):
    """`rows` of the table over the method `base`: order `rows` over Euler, twice that over the midpoint rule."""

    family: Annotated[Literal["extrapolation"], Choice()]
    base: Annotated[Base, Choice()]
    """The method that is extrapolated."""
    rows: Annotated[int, Integer(1, 20)]
    """The number of rows of the Aitken–Neville scheme. Example: `3`"""

    def build(self) -> Method:
        q = 1 if self.base == "euler" else 2
        counts = [q * j for j in range(1, self.rows + 1)]
        s = 1 + sum(n - 1 for n in counts)
        A, b, next_stage = [[Fraction(0)] * s], [Fraction(0)] * s, 1
        for n in counts:
            # T_{k,k} = Σ_j T_{j,1} Π_{i≠j} n_j^q / (n_j^q − n_i^q)
            share = prod((Fraction(n**q, n**q - m**q) for m in counts if m != n), start=Fraction(1))
            stages = [0, *range(next_stage, next_stage + n - 1)]
            next_stage += n - 1
            states = _states(self.base, stages, s)
            A += states[1:n]
            b = [a + share * w for a, w in zip(b, states[n], strict=True)]
        return runge_kutta(self.name, tuple(tuple(map(number, row)) for row in A), tuple(map(number, b)))


def _states(base: Base, stages: list[int], s: int) -> list[list[Fraction]]:
    """What n small steps add to the state, as combinations of the slopes: y_0 … y_n. The slope at y_i is that of
    stages[i]."""
    n = len(stages)
    states = [[Fraction(0)] * s]
    for i in range(n):
        # Euler: y_{i+1} = y_i + h/n f_i; midpoint: y_{i+1} = y_{i−1} + 2h/n f_i after a first step of Euler's.
        leap = base == "midpoint" and i > 0
        state = list(states[i - 1] if leap else states[i])
        state[stages[i]] += Fraction(2 if leap else 1, n)
        states.append(state)
    return states


DOCUMENT = Extrapolation
