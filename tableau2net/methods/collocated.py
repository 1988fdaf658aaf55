"""Runge–Kutta methods given as maps of polynomials modulo their node polynomial."""

from __future__ import annotations

from dataclasses import replace

from tableau2net.methods.collocation import Collocation
from tableau2net.methods.general_linear import Method
from tableau2net.methods.runge_kutta import runge_kutta


def collocated(name: str, maps: Collocation) -> Method:
    """The Runge–Kutta method of `maps`, which stay with it: modulo the nodes it is verified without a number field."""
    A, b = maps.tableau()
    return replace(runge_kutta(name, A, b), collocation=maps)
