"""Residues of algebraic numbers: Q(θ) modulo a prime, where θ is a root r of its minimal polynomial modulo that prime.

Where r is a simple root, the numbers in whose coefficients the prime is no denominator lie in a discrete valuation
ring, of which this is the residue map. By Gauss' lemma two polynomials over it whose leading coefficients do not vanish
have no common divisor if they have none modulo the prime, which spares Euclid's algorithm its long numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tableau2net.algebra.backend.rational_polynomials import Rationals
from tableau2net.algebra.coefficients import coprime_modulo, derivative

FIRST_PRIME = 10007
TRIED = 16  # primes, most of which have no root where the degree is large


@dataclass(frozen=True, slots=True)
class Residues:
    """The residue map modulo a prime with θ ↦ root."""

    prime: int
    root: int

    def of(self, number: Sequence[Fraction]) -> int | None:
        """The residue of a polynomial in θ, the constant term first; None where it has none."""
        total = 0
        for a in reversed(number):
            if a.denominator % self.prime == 0:
                return None
            total = (total * self.root + a.numerator * pow(a.denominator, -1, self.prime)) % self.prime
        return total

    def coprime(self, p: Sequence[Sequence[Fraction]], q: Sequence[Sequence[Fraction]]) -> bool:
        """Whether two polynomials have no common divisor modulo the prime, and so none at all."""
        residues = [[self.of(a) for a in each] for each in (p, q)]
        first, second = ([Fraction(a) for a in each if a is not None] for each in residues)
        whole = len(first) == len(p) and len(second) == len(q)
        return whole and bool(first[-1] and second[-1]) and coprime_modulo(first, second, self.prime)


def residues(polynomial: Rationals) -> Residues | None:
    """A residue map of the field of a root of an irreducible polynomial; None where none is found soon."""
    prime, tried = FIRST_PRIME, 0
    while tried < TRIED:
        if all(prime % d for d in range(2, int(prime**0.5) + 1)):
            tried += 1
            root = _simple_root(polynomial, prime)
            if root is not None:
                return Residues(prime, root)
        prime += 2
    return None


def _simple_root(polynomial: Rationals, prime: int) -> int | None:
    if any(a.denominator % prime == 0 for a in polynomial):
        return None
    slope = derivative(polynomial, Fraction)
    falling = [a.numerator * pow(a.denominator, -1, prime) % prime for a in reversed(polynomial)]
    for r in range(prime):
        total = 0
        for a in falling:
            total = (total * r + a) % prime
        if not total and Residues(prime, r).of(slope):
            return r
    return None
