"""Lobatto IIIC: a_i1 = b_1 and C(s − 1) at the zeros of d^(s−2)/dx^(s−2) [x^(s−1) (x − 1)^(s−1)], 0 and 1 among
them.

(Hairer, Wanner, Solving Ordinary Differential Equations II, IV.5.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.algebra.polynomials.node_polynomials import nodes_of
from tableau2net.methods import Method
from tableau2net.methods.collocation import with_column
from tableau2net.methods.runge_kutta import collocated
from tableau2net.read.leaves import Choice, Integer
from tableau2net.read.schemes.family import OneStepFamily


class LobattoIIIC(OneStepFamily):
    """s ≥ 2 stages, order 2s − 2, stage order s − 1."""

    family: Annotated[Literal["lobatto-iiic"], Choice()]
    stages: Annotated[int, Integer(2, 100)]

    def build(self) -> Method:
        return collocated(self.name, with_column(nodes_of(self.stages, 1, 1), 0, lambda b: b))


DOCUMENT = LobattoIIIC
