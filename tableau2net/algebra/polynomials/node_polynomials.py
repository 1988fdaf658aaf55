"""Polynomials over the rationals modulo a node polynomial: functions on the nodes, without the nodes.

Where P has the s distinct roots c_1 … c_s, a function on the nodes is a polynomial of degree < s, and the product of
two functions is the product of polynomials modulo P. Polynomials are tuples of coefficients, the constant
term first.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import comb, gcd, lcm

Polynomial = tuple[Fraction, ...]


def times(p: Sequence[Fraction], q: Sequence[Fraction]) -> Polynomial:
    """p(x) q(x)."""
    if not p or not q:
        return ()
    result = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        if a:
            for j, b in enumerate(q):
                result[i + j] += a * b
    return trimmed(result)


def divided(p: Sequence[Fraction], q: Sequence[Fraction]) -> tuple[Polynomial, Polynomial]:
    """The quotient and the remainder of p by q."""
    rest, quotient = list(p), [Fraction(0)] * max(len(p) - len(q) + 1, 0)
    for shift in reversed(range(len(quotient))):
        factor = rest[shift + len(q) - 1] / q[-1]
        quotient[shift] = factor
        if factor:
            for i, a in enumerate(q):
                rest[shift + i] -= factor * a
    return trimmed(quotient), trimmed(rest[: len(q) - 1])


def trimmed(p: Sequence[Fraction]) -> Polynomial:
    """The polynomial without leading zeros; () is zero."""
    end = len(p)
    while end and not p[end - 1]:
        end -= 1
    return tuple(p[:end])


def derivative(p: Sequence[Fraction]) -> Polynomial:
    """p′(x)."""
    return tuple(n * a for n, a in enumerate(p))[1:]


def value(p: Sequence[Fraction], x: Fraction) -> Fraction:
    """p(x), by Horner's rule."""
    return reduce(lambda total, a: total * x + a, reversed(p), Fraction(0))


def inverse(p: Sequence[Fraction], modulus: Sequence[Fraction]) -> Polynomial:
    """1/p modulo a polynomial without a common factor, by Euclid's algorithm."""
    old, new = trimmed(modulus), divided(p, modulus)[1]
    old_factor: Polynomial = ()
    new_factor: Polynomial = (Fraction(1),)
    while len(new) > 1:
        quotient, rest = divided(old, new)
        step = times(quotient, new_factor)
        width = max(len(step), len(old_factor))
        factor = trimmed([_at(old_factor, i) - _at(step, i) for i in range(width)])
        old, new, old_factor, new_factor = new, rest, new_factor, factor
    return divided(tuple(a / new[0] for a in new_factor), modulus)[1]


def primitive(p: Sequence[Fraction]) -> tuple[int, ...]:
    """The polynomial with the same roots and whole coefficients that have no common factor."""
    scale = lcm(*(a.denominator for a in p))
    whole = [int(a * scale) for a in p]
    content = gcd(*whole)
    return tuple(a // content for a in whole)


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
        whole = list(derivative(whole))
    return tuple(a / whole[-1] for a in whole)


def _at(p: Sequence[Fraction], i: int) -> Fraction:
    return p[i] if i < len(p) else Fraction(0)
