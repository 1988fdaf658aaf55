"""Greatest common divisors of polynomials with rational coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tableau2net.algebra.polynomials.descartes import integers

PRIME = 4611686018427387847  # 2^62 − 57


def coprime_modulo(a: Sequence[Fraction], b: Sequence[Fraction], prime: int = PRIME) -> bool:
    """Whether two polynomials have no common divisor modulo a prime that does not divide their leading coefficients.
    Then they have none over the rational numbers."""
    p, q = ([x % prime for x in integers(each)] for each in (a, b))
    if not p[-1] or not q[-1]:
        return False
    while len(q) > 1:
        inverse = pow(q[-1], -1, prime)
        rest = list(p)
        for shift in range(len(p) - len(q), -1, -1):
            factor = rest[shift + len(q) - 1] * inverse % prime
            if factor:
                for j, c in enumerate(q):
                    rest[shift + j] = (rest[shift + j] - factor * c) % prime
        while rest and not rest[-1]:
            rest.pop()
        p, q = q, rest
    return bool(q)
