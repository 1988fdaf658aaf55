"""Lobatto IIIB: D(s) at the zeros of d^(s−2)/dx^(s−2) [x^(s−1) (x − 1)^(s−1)], 0 and 1 among
them.

(Hairer, Wanner, Solving Ordinary Differential Equations II, IV.5.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.algebra.polynomials.node_polynomials import nodes_of
from tableau2net.methods import Method
from tableau2net.methods.collocation import simplifying_d
from tableau2net.methods.runge_kutta import collocated
from tableau2net.read.leaves import Choice, Integer
from tableau2net.read.schemes.family import OneStepFamily


class LobattoIIIB(OneStepFamily):
    """s ≥ 2 stages, order 2s − 2, stage order s − 2 (1 for two stages)."""

    family: Annotated[Literal["lobatto-iiib"], Choice()]
    stages: Annotated[int, Integer(2, 100)]

    def build(self) -> Method:
        return collocated(self.name, simplifying_d(nodes_of(self.stages, 1, 1)))


DOCUMENT = LobattoIIIB
