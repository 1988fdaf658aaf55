"""Adams–Moulton: as Adams–Bashforth, with the new step among the nodes.

    u_{n+k} − u_{n+k−1} = h Σ_{i≤k} β_i f_{n+i},
    β_i = ∫_{k−1}^{k} ℓ_i(x) dx,   ℓ_i on the nodes 0…k

(Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, III.1.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.algebra.polynomials.interpolation import weights
from tableau2net.exact import ONE, ZERO, number
from tableau2net.methods import Method, linear_multistep
from tableau2net.read.leaves import Choice
from tableau2net.read.schemes.family import MultistepFamily


class AdamsMoulton(MultistepFamily):
    """k steps, implicit, order k + 1."""

    family: Annotated[Literal["adams-moulton"], Choice()]

    def build(self) -> Method:
        k = self.steps
        alpha = (*(ZERO,) * (k - 1), -ONE, ONE)
        beta = tuple(map(number, weights(range(k + 1), k - 1, k)))
        return linear_multistep(self.name, alpha, beta)


DOCUMENT = AdamsMoulton
