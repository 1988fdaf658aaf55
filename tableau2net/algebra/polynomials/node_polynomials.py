"""Node polynomials of quadrature formulas: their roots c_1 … c_s are the nodes.

A function on the nodes is a polynomial of degree < s, and the product of two functions is the product of polynomials
modulo the node polynomial. Coefficients are rational, the constant term first.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from tableau2net.algebra.coefficients import derivative

Polynomial = tuple[Fraction, ...]


def nodes_of(s: int, left: int, right: int) -> Polynomial:
    """The node polynomial of the quadrature formulas of Gauss, Radau and Lobatto, monic:

        d^m/dx^m [ x^(m+left) (x − 1)^(m+right) ],   m = s − left − right,

    whose roots lie in [0, 1], with 0 among them where left = 1 and 1 where right = 1 (Hairer, Wanner, Solving
    Ordinary Differential Equations II, IV.5).
    """
    m = s - left - right
    q = m + right
    whole = [Fraction(0)] * (m + left) + [Fraction((-1) ** (q - i) * comb(q, i)) for i in range(q + 1)]
    for _ in range(m):
        whole = list(derivative(whole, Fraction))
    return tuple(a / whole[-1] for a in whole)
