"""Adams–Bashforth: the slope interpolated at the last k steps is integrated over the next one.

    u_{n+k} − u_{n+k−1} = h Σ_{i<k} β_i f_{n+i},
    β_i = ∫_{k−1}^{k} ℓ_i(x) dx,   ℓ_i on the nodes 0…k−1

(Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, III.1.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.algebra.polynomials.interpolation import weights
from tableau2net.exact import ONE, ZERO, number
from tableau2net.methods import Method, linear_multistep
from tableau2net.read.leaves import Choice
from tableau2net.read.schemes.family import MultistepFamily


class AdamsBashforth(MultistepFamily):
    """k steps, explicit, order k."""

    family: Annotated[Literal["adams-bashforth"], Choice()]

    def build(self) -> Method:
        k = self.steps
        alpha = (*(ZERO,) * (k - 1), -ONE, ONE)
        beta = (*map(number, weights(range(k), k - 1, k)), ZERO)
        return linear_multistep(self.name, alpha, beta)


DOCUMENT = AdamsBashforth
