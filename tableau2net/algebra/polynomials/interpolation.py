"""Interpolation at equidistant nodes, exactly: what the classical multistep families are made
of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Polynomial = list[Fraction]  # coefficients, constant term first


def lagrange(nodes: Sequence[int], i: int) -> Polynomial:
    """The polynomial that is 1 at nodes[i] and 0 at the others: Π_{j≠i} (x − x_j)/(x_i − x_j)."""
    result = [Fraction(1)]
    for j, node in enumerate(nodes):
        if j != i:
            shifted = [Fraction(0), *result]
            scaled = [coefficient * node for coefficient in result] + [Fraction(0)]
            result = [(a - b) / (nodes[i] - node) for a, b in zip(shifted, scaled, strict=True)]
    return result


def integral(polynomial: Polynomial, low: int, high: int) -> Fraction:
    """∫ p(x) dx from low to high."""
    powers = enumerate(polynomial, start=1)
    return sum((c * (Fraction(high) ** n - Fraction(low) ** n) / n for n, c in powers), Fraction(0))


def weights(nodes: Sequence[int], low: int, high: int) -> tuple[Fraction, ...]:
    """∫ ℓ_i(x) dx from low to high, for every node: the weights of the interpolatory quadrature."""
    return tuple(integral(lagrange(nodes, i), low, high) for i in range(len(nodes)))


def slope(polynomial: Polynomial, x: int) -> Fraction:
    """p′(x)."""
    powers = enumerate(polynomial[1:], start=1)
    return sum((n * c * Fraction(x) ** (n - 1) for n, c in powers), Fraction(0))


def value(polynomial: Polynomial, x: int) -> Fraction:
    """p(x)."""
    return sum((c * Fraction(x) ** n for n, c in enumerate(polynomial)), Fraction(0))
