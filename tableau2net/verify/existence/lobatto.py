"""Lobatto's quadrature formula of s nodes, which has order 2s − 2: enclosures of its nodes and weights.

    x_i: the zeros of x (x − 1) P′(x),    w_i = 1/(s (s − 1) P(x_i)²),

where P is Legendre's polynomial of degree s − 1 on [0, 1].

(M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 25.4.32.)
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from tableau2net.algebra.coefficients import derivative, value
from tableau2net.algebra.polynomials.node_polynomials import nodes_of
from tableau2net.exact.root_sum import Interval

_BITS = 384  # after the point
_STEPS = 12  # of Newton's method


def node_and_weight(s: int, near: Fraction) -> tuple[Interval, Interval] | None:
    """The node near a number, and its weight; None where none is found there."""
    nodes = nodes_of(s, 1, 1)
    legendre = [Fraction((-1) ** (s - 1 - k) * comb(s - 1, k) * comb(s - 1 + k, k)) for k in range(s)]
    slopes = derivative(nodes, Fraction)
    x, zero, unit = near, Fraction(0), Fraction(1, 2**_BITS)
    for _ in range(_STEPS):
        slope = value(slopes, x, zero)
        if not slope:
            return None
        x = Fraction(round((x - value(nodes, x, zero) / slope) / unit)) * unit
    radius = zero if value(nodes, x, zero) == 0 else unit * 4
    low, high = x - radius, x + radius
    if radius and value(nodes, low, zero) * value(nodes, high, zero) >= 0:
        return None
    height = abs(value(legendre, x, zero))
    spread = radius * 2 * (s - 1) ** 2  # |P′| ≤ 2 (s − 1)² on [0, 1], by A. A. Markov's inequality
    return (low, high), (
        1 / (s * (s - 1) * (height + spread) ** 2),
        1 / (s * (s - 1) * (height - spread) ** 2),
    )
