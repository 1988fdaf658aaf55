"""Polynomials in ω whose coefficients are polynomials in t over a field: lists, the constant term first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tableau2net.analyse.algebra.matrix import determinant
from tableau2net.analyse.algebra.polynomial import Polynomial, through

Bivariate = list[Polynomial]


def trimmed(p: Sequence[Polynomial]) -> Bivariate:
    """The polynomial without leading zeros."""
    kept = list(p)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def content(p: Bivariate) -> Polynomial:
    """The monic greatest common divisor of the coefficients."""
    divisor = p[-1].monic()
    for a in p:
        divisor = divisor.gcd(a)
    return divisor


def primitive(p: Bivariate) -> Bivariate:
    """The polynomial over its content."""
    divisor = content(p)
    return [a.divided(divisor)[0] for a in p]


def common_divisor(p: Bivariate, q: Bivariate) -> Bivariate:
    """The primitive greatest common divisor, by Euclid's algorithm with pseudo-remainders."""
    a, b = p, q
    while b:
        a, b = b, trimmed(_pseudo_remainder(a, b))
        b = primitive(b) if b else b
    return primitive(a)


def quotient(p: Bivariate, q: Bivariate) -> Bivariate:
    """p/q of a primitive q that divides p: every step is exact (Gauss's lemma)."""
    rest, found = list(p), list[Polynomial]()
    for shift in range(len(p) - len(q), -1, -1):
        factor = rest[shift + len(q) - 1].divided(q[-1])[0]
        found.append(factor)
        for j, b in enumerate(q):
            rest[shift + j] = rest[shift + j] - factor * b
    return trimmed(found[::-1])


def derivative(p: Bivariate) -> Bivariate:
    """∂p/∂ω."""
    return [a.scaled(a.domain.number(Fraction(i))) for i, a in enumerate(p)][1:]


def resultant(p: Bivariate, q: Bivariate) -> Polynomial:
    """The resultant in ω, a polynomial in t: Sylvester's determinant at as many integers t as its degree needs."""
    m, n, domain = len(p) - 1, len(q) - 1, p[-1].domain
    degree = n * max(a.degree for a in p) + m * max(a.degree for a in q)
    nodes = [domain.number(Fraction(i)) for i in range(degree + 1)]
    zero, values = domain.number(Fraction(0)), []
    for t in nodes:
        falling = [[a(t) for a in reversed(each)] for each in (p, q)]
        rows = [[zero] * i + falling[0] + [zero] * (n - 1 - i) for i in range(n)]
        rows += [[zero] * i + falling[1] + [zero] * (m - 1 - i) for i in range(m)]
        values.append(determinant(rows, domain))
    return through(nodes, values, domain)


def _pseudo_remainder(p: Bivariate, q: Bivariate) -> Bivariate:
    rest = trimmed(p)
    while len(rest) >= len(q):
        shift, lead = len(rest) - len(q), rest[-1]
        rest = [q[-1] * a for a in rest]
        for j, b in enumerate(q):
            rest[shift + j] = rest[shift + j] - lead * b
        rest = trimmed(rest)
    return rest
