"""Lobatto IIID: half the sum of Lobatto IIIC and of Lobatto IIIC*, for which a_is = 0 and C(s − 1).

(S. P. Nørsett, G. Wanner, Perturbed collocation and Runge–Kutta methods, Numer. Math. 38 (1981) 193–208; L. O. Jay,
Lobatto methods, Encyclopedia of Applied and Computational Mathematics, 2015.)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from tableau2net.algebra.polynomials.node_polynomials import nodes_of
from tableau2net.methods import Method
from tableau2net.methods.collocation import mean, with_column
from tableau2net.methods.runge_kutta import collocated
from tableau2net.read.leaves import Choice, Integer
from tableau2net.read.schemes.family import OneStepFamily


class LobattoIIID(OneStepFamily):
    """s ≥ 2 stages, order 2s − 2; symplectic."""

    family: Annotated[Literal["lobatto-iiid"], Choice()]
    stages: Annotated[int, Integer(2, 100)]

    def build(self) -> Method:
        nodes = nodes_of(self.stages, 1, 1)
        iiic, starred = with_column(nodes, 0, lambda b: b), with_column(nodes, 1, lambda b: Fraction(0))
        return collocated(self.name, mean(iiic, starred))


DOCUMENT = LobattoIIID
