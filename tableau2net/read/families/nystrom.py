"""Nyström: the slope interpolated at the last k steps is integrated over two steps.

    u_{n+k} − u_{n+k−2} = h Σ_{i<k} β_i f_{n+i},
    β_i = ∫_{k−2}^{k} ℓ_i(x) dx,   ℓ_i on the nodes 0…k−1

(Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, III.1.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.algebra.polynomials.interpolation import weights
from tableau2net.exact import ONE, ZERO, number
from tableau2net.methods import Method, linear_multistep
from tableau2net.read.leaves import Choice, Integer
from tableau2net.read.schemes.family import MultistepFamily


class Nystrom(MultistepFamily):
    """k ≥ 2 steps, explicit, order k."""

    family: Annotated[Literal["nystrom"], Choice()]
    steps: Annotated[int, Integer(2, 30)]

    def build(self) -> Method:
        k = self.steps
        alpha = (*(ZERO,) * (k - 2), -ONE, ZERO, ONE)
        beta = (*map(number, weights(range(k), k - 2, k)), ZERO)
        return linear_multistep(self.name, alpha, beta)


DOCUMENT = Nystrom
