"""Polynomials in ω whose coefficients are polynomials in t over a field: lists, the constant term first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, islice

from tableau2net.algebra.domains import Element
from tableau2net.algebra.polynomials.polynomial import Polynomial, through

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
    """The primitive greatest common divisor, by Euclid's algorithm with pseudo-remainders; 1 where they are prime to
    each other at some integer t at which neither loses its degree."""
    if q and any(_prime_at(p, q, t) for t in range(2, 6)):
        domain = p[-1].domain
        return [Polynomial((domain.one,), domain)]
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
    return [a.scaled(a.domain.integer(i)) for i, a in enumerate(p)][1:]


def resultant(p: Bivariate, q: Bivariate) -> Polynomial:
    """The resultant in ω, a polynomial in t: its values at as many integers t as its degree needs, none of them a zero
    of a leading coefficient."""
    m, n, domain = len(p) - 1, len(q) - 1, p[-1].domain
    degree = n * max(a.degree for a in p) + m * max(a.degree for a in q)
    integers = (domain.integer(i) for i in count())
    nodes = list(islice((t for t in integers if p[-1](t) and q[-1](t)), degree + 1))
    return through(nodes, [euclid_resultant(_at(p, t), _at(q, t)) for t in nodes], domain)


def euclid_resultant(a: Polynomial, b: Polynomial) -> Element:
    """Euclid's algorithm: Res(a, b) = (−1)^{|a||b|} lc(b)^{|a|−|r|} Res(b, r) with the remainder r = a mod b."""
    value = a.domain.one
    while b.degree > 0:
        rest = a.divided(b)[1]
        if not rest:
            return a.domain.zero
        sign = a.domain.integer((-1) ** (a.degree * b.degree))
        value = value * sign * _power(b.lead, a.degree - rest.degree)
        a, b = b, rest
    return value * _power(b.lead, a.degree)


def _power(base: Element, exponent: int) -> Element:
    value = base / base
    for _ in range(exponent):
        value = value * base
    return value


def _at(p: Bivariate, t: Element) -> Polynomial:
    return Polynomial.of((a(t) for a in p), p[-1].domain)


def _pseudo_remainder(p: Bivariate, q: Bivariate) -> Bivariate:
    rest = trimmed(p)
    while len(rest) >= len(q):
        shift, lead = len(rest) - len(q), rest[-1]
        rest = [q[-1] * a for a in rest]
        for j, b in enumerate(q):
            rest[shift + j] = rest[shift + j] - lead * b
        rest = trimmed(rest)
    return rest


def _prime_at(p: Bivariate, q: Bivariate, t: int) -> bool:
    domain = p[-1].domain
    at = [_at(each, domain.integer(t)) for each in (p, q)]
    return [each.degree for each in at] == [len(p) - 1, len(q) - 1] and at[0].gcd(at[1]).degree == 0
