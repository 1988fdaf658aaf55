"""The field K(x) of a real root x of a polynomial over an ordered field K.

Its elements are polynomials, of which the value at x counts: two are equal where they agree at x. The polynomial
of x is square-free and need not be irreducible.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tableau2net.algebra.domains.domain import Numbers
from tableau2net.algebra.polynomials.polynomial import Polynomial
from tableau2net.algebra.polynomials.real_root import Root


@dataclass(frozen=True)
class Value:
    """p(x)."""

    polynomial: Polynomial
    root: Root

    def __add__(self, other: Value) -> Value:
        return Value(self.polynomial + other.polynomial, self.root)

    def __sub__(self, other: Value) -> Value:
        return Value(self.polynomial - other.polynomial, self.root)

    def __neg__(self) -> Value:
        return Value(-self.polynomial, self.root)

    def __mul__(self, other: Value) -> Value:
        return at(self.polynomial * other.polynomial, self.root)

    def __truediv__(self, other: Value) -> Value:
        modulus = self.root.polynomial
        shared = modulus.gcd(other.polynomial)  # x is no root of it: `other` is not 0
        inverse = other.polynomial.inverse_modulo(modulus.divided(shared)[0])
        return at(self.polynomial * inverse, self.root)

    def __bool__(self) -> bool:
        return self.root.sign_of(self.polynomial) != 0


@dataclass(frozen=True)
class AtRoot(Numbers):
    """The order of K(x)."""

    root: Root

    def number(self, value: Fraction) -> Value:
        """A rational number."""
        return Value(Polynomial.of((self.root.domain.number(value),), self.root.domain), self.root)

    def sign(self, element: Value) -> int:
        """-1, 0 or 1."""
        return self.root.sign_of(element.polynomial)


def at(polynomial: Polynomial, root: Root) -> Value:
    """The value of a polynomial at the root."""
    return Value(polynomial.divided(root.polynomial)[1], root)
