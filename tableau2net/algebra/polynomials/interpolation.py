"""Interpolation at equidistant nodes, exactly: what the classical multistep families are made
of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tableau2net.algebra import coefficients
from tableau2net.algebra.polynomials.node_polynomials import Polynomial

_ZERO = Fraction(0)


def lagrange(nodes: Sequence[int], i: int) -> Polynomial:
    """The polynomial that is 1 at nodes[i] and 0 at the others: Π_{j≠i} (x − x_j)/(x_i − x_j)."""
    result: Polynomial = (Fraction(1),)
    for j, node in enumerate(nodes):
        if j != i:
            span = nodes[i] - node
            result = coefficients.times(result, (Fraction(-node, span), Fraction(1, span)), _ZERO)
    return result


def integral(polynomial: Polynomial, low: int, high: int) -> Fraction:
    """∫ p(x) dx from low to high."""
    primitive = (_ZERO, *(a / n for n, a in enumerate(polynomial, start=1)))
    return value(primitive, high) - value(primitive, low)


def weights(nodes: Sequence[int], low: int, high: int) -> tuple[Fraction, ...]:
    """∫ ℓ_i(x) dx from low to high, for every node: the weights of the interpolatory quadrature."""
    return tuple(integral(lagrange(nodes, i), low, high) for i in range(len(nodes)))


def slope(polynomial: Polynomial, x: int) -> Fraction:
    """p′(x)."""
    return value(coefficients.derivative(polynomial, Fraction), x)


def value(polynomial: Polynomial, x: int) -> Fraction:
    """p(x)."""
    found: Fraction = coefficients.value(polynomial, x, _ZERO)
    return found
