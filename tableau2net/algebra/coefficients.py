"""Polynomials over any field as their coefficients, the constant term first; () is zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import zip_longest
from math import gcd, lcm

from tableau2net.algebra.element import Element, Vector

PRIME = 4611686018427387847  # 2^62 − 57


def trimmed(p: Sequence[Element]) -> Vector:
    """The polynomial without leading zeros."""
    end = len(p)
    while end and not p[end - 1]:
        end -= 1
    return tuple(p[:end])


def times(p: Sequence[Element], q: Sequence[Element], zero: Element) -> Vector:
    """p(x) q(x)."""
    result = [zero] * max(len(p) + len(q) - 1, 0)
    for i, a in enumerate(p):
        if a:
            for j, b in enumerate(q, start=i):
                result[j] = result[j] + a * b
    return trimmed(result)


def divided(
    p: Sequence[Element], q: Sequence[Element], inverse: Element | None = None
) -> tuple[Vector, Vector]:
    """The quotient and the remainder of p by q; `inverse` is 1 over q's leading coefficient, where dividing takes much
    longer than multiplying."""
    rest, quotient = list(p), list[Element]()
    lead, lower = q[-1], q[:-1]
    while len(rest) > len(lower):
        factor = rest.pop() / lead if inverse is None else rest.pop() * inverse
        quotient.append(factor)
        if factor:
            for i, a in enumerate(lower, start=len(rest) - len(lower)):
                rest[i] = rest[i] - factor * a
    return trimmed(quotient[::-1]), trimmed(rest)


def monic(p: Sequence[Element]) -> Vector:
    """The multiple with the leading coefficient 1."""
    return tuple(a / p[-1] for a in p)


def value(p: Sequence[Element], x: Element, zero: Element) -> Element:
    """p(x), by Horner's rule."""
    total = zero
    for a in reversed(p):
        total = total * x + a
    return total


def derivative(p: Sequence[Element], integer: Callable[[int], Element]) -> Vector:
    """p′(x)."""
    return tuple(integer(n) * a for n, a in enumerate(p[1:], start=1))


def inverse(p: Sequence[Element], modulus: Sequence[Element], zero: Element, one: Element) -> Vector:
    """1/p modulo a polynomial without a common factor, by Euclid's extended algorithm."""
    old, new = tuple(modulus), divided(p, modulus)[1]
    factors: tuple[Vector, Vector] = ((), (one,))
    while len(new) > 1:
        quotient, rest = divided(old, new)
        step = times(quotient, factors[1], zero)
        pairs = zip_longest(factors[0], step, fillvalue=zero)
        old, new, factors = new, rest, (factors[1], trimmed([a - b for a, b in pairs]))
    return tuple(a / new[0] for a in factors[1])


def primitive(p: Sequence[Fraction]) -> tuple[int, ...]:
    """The polynomial with whole coefficients without a common factor that is a positive multiple."""
    scale = lcm(*(a.denominator for a in p))
    whole = [a.numerator * (scale // a.denominator) for a in p]
    content = gcd(*whole) or 1
    return tuple(a // content for a in whole)


def coprime_modulo(p: Sequence[Fraction], q: Sequence[Fraction], prime: int = PRIME) -> bool:
    """Whether two polynomials have no common divisor modulo a prime that does not divide their leading coefficients.
    Then they have none over the rational numbers."""
    a, b = ([x % prime for x in primitive(each)] for each in (p, q))
    if not a[-1] or not b[-1]:
        return False
    while len(b) > 1:
        inverse = pow(b[-1], -1, prime)
        rest = list(a)
        for shift in range(len(a) - len(b), -1, -1):
            factor = rest[shift + len(b) - 1] * inverse % prime
            if factor:
                for j, c in enumerate(b):
                    rest[shift + j] = (rest[shift + j] - factor * c) % prime
        while rest and not rest[-1]:
            rest.pop()
        a, b = b, rest
    return bool(b)
