"""Residues of algebraic numbers: Q(θ) modulo a prime, where θ is a root r of its minimal polynomial modulo that prime.

Where r is a simple root, the numbers in whose coefficients the prime is no denominator form a ring, which is mapped
onto the residues. Two polynomials over it whose leading coefficients do not vanish modulo the prime have no common
divisor if they have none there, for their resultant is mapped onto that of their images; which spares Euclid's
algorithm its long numbers. So it is with rational functions, where each parameter is mapped onto a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from tableau2net.algebra.backend.rational_polynomials import Rationals
from tableau2net.algebra.coefficients import coprime_modulo, derivative
from tableau2net.algebra.element import Element

FIRST_PRIME = 10007
TRIED = 16  # primes, most of which have no root where the degree is large


class ResidueMap(Protocol):
    """A map of numbers onto those modulo a prime."""

    @property
    def prime(self) -> int: ...
    def residue(self, element: Element) -> int | None:
        """The residue of an element; None where it has none."""
        ...


@dataclass(frozen=True, slots=True)
class Residues:
    """The residue map modulo a prime with θ ↦ root."""

    prime: int
    root: int

    def residue(self, element: Element) -> int | None:
        """Of an element of the number field."""
        return self.of([Fraction(int(a.numerator), int(a.denominator)) for a in reversed(element.to_list())])

    def of(self, number: Sequence[Fraction]) -> int | None:
        """The residue of a polynomial in θ, the constant term first; None where it has none."""
        total = 0
        for a in reversed(number):
            if a.denominator % self.prime == 0:
                return None
            total = (total * self.root + a.numerator * pow(a.denominator, -1, self.prime)) % self.prime
        return total


def coprime(p: Sequence[Element], q: Sequence[Element], residues: ResidueMap) -> bool:
    """Whether two polynomials have no common divisor modulo the prime, and so none at all."""
    first, second = ([residues.residue(a) for a in each] for each in (p, q))
    if None in first or None in second or not (first[-1] and second[-1]):
        return False
    f, g = ([Fraction(a or 0) for a in each] for each in (first, second))
    return coprime_modulo(f, g, residues.prime)


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
