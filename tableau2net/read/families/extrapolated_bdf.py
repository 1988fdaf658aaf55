"""Extrapolated backward differentiation: the slope at the new step is extrapolated from the last k.

    Σ_{i≤k} L_i′(k) u_{n+i} = h Σ_{i<k} ℓ_i(k) f_{n+i},
    L_i on the nodes 0…k, ℓ_i on 0…k−1, divided by L_k′(k)

(J. M. Varah, SIAM J. Numer. Anal. 17 (1980) 300–309; U. M. Ascher, S. J. Ruuth, B. T. R. Wetton, SIAM J. Numer. Anal.
32 (1995) 797–823, whose semi-implicit SBDF is made of it and `bdf`; zero-stable for k ≤ 6, as that is.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.algebra.polynomials.interpolation import lagrange, slope, value
from tableau2net.exact import ZERO, number
from tableau2net.methods import Method, linear_multistep
from tableau2net.read.leaves import Choice
from tableau2net.read.schemes.family import MultistepFamily


class ExtrapolatedBackwardDifferentiation(MultistepFamily):
    """k steps, explicit, order k."""

    family: Annotated[Literal["extrapolated-bdf"], Choice()]

    def build(self) -> Method:
        k = self.steps
        alpha = tuple(number(slope(lagrange(range(k + 1), i), k)) for i in range(k + 1))
        beta = tuple(number(value(lagrange(range(k), i), k)) for i in range(k))
        return linear_multistep(self.name, alpha, (*beta, ZERO))


DOCUMENT = ExtrapolatedBackwardDifferentiation
