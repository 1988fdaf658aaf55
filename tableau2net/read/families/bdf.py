"""Backward differentiation: the state interpolated at k + 1 steps has the slope of the field at the
last.

    Σ_{i≤k} ℓ_i′(k) u_{n+i} = h f_{n+k},   ℓ_i on the nodes 0…k, divided by ℓ_k′(k)

(Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, III.1; zero-stable for k ≤ 6.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.algebra.polynomials.interpolation import lagrange, slope
from tableau2net.exact import ONE, ZERO, number
from tableau2net.methods import Method, linear_multistep
from tableau2net.read.leaves import Choice
from tableau2net.read.schemes.family import MultistepFamily


class BackwardDifferentiation(MultistepFamily):
    """k steps, implicit, order k."""

    family: Annotated[Literal["bdf"], Choice()]

    def build(self) -> Method:
        k = self.steps
        alpha = tuple(number(slope(lagrange(range(k + 1), i), k)) for i in range(k + 1))
        return linear_multistep(self.name, alpha, (*(ZERO,) * k, ONE))


DOCUMENT = BackwardDifferentiation
