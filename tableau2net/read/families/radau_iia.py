"""Radau IIA: collocation at the zeros of d^(s−1)/dx^(s−1) [x^(s−1) (x − 1)^s], 1 among them.

(Hairer, Wanner, Solving Ordinary Differential Equations II, IV.5.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.algebra.polynomials.node_polynomials import nodes_of
from tableau2net.methods import Method
from tableau2net.methods.collocation import simplifying_c
from tableau2net.methods.runge_kutta import collocated
from tableau2net.read.leaves import Choice
from tableau2net.read.schemes.family import OneStepFamily


class RadauIIA(OneStepFamily):
    """s stages, order 2s − 1, stage order s."""

    family: Annotated[Literal["radau-iia"], Choice()]

    def build(self) -> Method:
        return collocated(self.name, simplifying_c(nodes_of(self.stages, 0, 1)))


DOCUMENT = RadauIIA
