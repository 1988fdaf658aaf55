"""Milne–Simpson: as Nyström, with the new step among the nodes.

    u_{n+k} − u_{n+k−2} = h Σ_{i≤k} β_i f_{n+i},
    β_i = ∫_{k−2}^{k} ℓ_i(x) dx,   ℓ_i on the nodes 0…k

(Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, III.1.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.algebra.polynomials.interpolation import weights
from tableau2net.exact import ONE, ZERO, number
from tableau2net.methods import Method, linear_multistep
from tableau2net.read.leaves import Choice, Integer
from tableau2net.read.schemes.family import MultistepFamily


class MilneSimpson(MultistepFamily):
    """k ≥ 2 steps, implicit, order k + 1; 4 for two steps."""

    family: Annotated[Literal["milne-simpson"], Choice()]
    steps: Annotated[int, Integer(2, 30)]

    def build(self) -> Method:
        k = self.steps
        alpha = (*(ZERO,) * (k - 2), -ONE, ZERO, ONE)
        beta = tuple(map(number, weights(range(k + 1), k - 2, k)))
        return linear_multistep(self.name, alpha, beta)


DOCUMENT = MilneSimpson
