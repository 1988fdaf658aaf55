"""Algebraic entries: one real number field Q(θ) that holds them all.

A scheme has few algebraic generators (√3; one root of a cubic) behind many entries, so θ is built
from the generators, and the entries are computed in Q(θ) by field arithmetic alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import count
from typing import Any

from tableau2net.algebra.backend import Backend
from tableau2net.algebra.backend.plain import PlainBackend
from tableau2net.algebra.coefficients import common_divisor
from tableau2net.algebra.domains.compositum import compositum
from tableau2net.algebra.domains.domain import Numbers
from tableau2net.algebra.domains.residues import Residues, residues
from tableau2net.algebra.element import Element, Vector
from tableau2net.exact import Expression, Function, number, to_sympy
from tableau2net.exact.enclosure import enclosure


class NumberField(Numbers):
    """Q(θ) with θ a primitive element of the generators: `sqrt`, `root`, `cos` and `sin` of
    numbers.

    Raises InputError for a generator that is not a real algebraic number, or where the field is too
    large.
    """

    def __init__(self, generators: Sequence[Function]) -> None:
        from sympy import QQ, Poly, Symbol

        self.generators = tuple(generators)
        self._numbers: dict[Fraction, Element] = {}
        found = compositum(self.generators)
        self.theta, self._minimal = found.theta, found.polynomial
        self.polynomial: Any = Poly(
            [_rational(a) for a in reversed(found.polynomial)], Symbol("x"), domain=QQ
        )
        self.field: Any = QQ.algebraic_field((self.polynomial, to_sympy(found.theta)))
        self.images: dict[Expression, Element] = {
            generator: self.field([QQ(a.numerator, a.denominator) for a in reversed(found.images[generator])])
            for generator in self.generators
        }

    def number(self, value: Fraction) -> Element:
        if value not in self._numbers:
            from sympy import QQ

            rational = QQ(value.numerator, value.denominator)
            self._numbers[value] = self.field.convert_from(rational, QQ)
        return self._numbers[value]

    @cached_property
    def backend(self) -> Backend:
        return _FieldBackend(self, residues(self._minimal))

    def generator(self, expression: Expression) -> Element:
        return self.images[expression]

    def text(self, element: Element) -> str:
        if self.theta not in self.generators:
            return str(self.field.to_sympy(element))
        powers = enumerate(reversed(_coefficients(element)))
        return str(sum((number(a) * self.theta**i for i, a in powers), number(0)))

    def sign(self, element: Element) -> int:
        """The sign, by interval arithmetic with rationals around θ; zero is decided in the
        field."""
        if not element:
            return 0
        for digits in count(10, 20):
            low, high = _horner(_coefficients(element), *self._theta_within(digits))
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
        raise AssertionError("a number other than zero has a sign")

    def within(self, element: Element, width: Fraction) -> tuple[Fraction, Fraction]:
        for digits in count(10, 20):
            low, high = _horner(_coefficients(element), *self._theta_within(digits))
            if high - low <= width:
                return low, high
        raise AssertionError("the bounds close in")

    def near(self, element: Element) -> Fraction:
        for digits in count(40, 20):
            low, high = _horner(_coefficients(element), *self._theta_within(digits))
            if high - low <= abs(low) * Fraction(1, 10**30) or high - low < Fraction(1, 10**60):
                return (low + high) / 2
        raise AssertionError("the bounds close in")

    def _theta_within(self, digits: int) -> tuple[Fraction, Fraction]:
        return _within(self.theta, digits)


@dataclass(frozen=True)
class _FieldBackend(PlainBackend):
    """Row by row; polynomials are first looked at modulo a prime, where most pairs are seen to be coprime."""

    residues: Residues | None

    def common_divisor(self, p: Vector, q: Vector) -> Vector:
        if self.residues is not None:
            rising = ([_coefficients(a)[::-1] for a in each] for each in (p, q))
            if self.residues.coprime(*rising):
                return (self.domain.one,)
        return common_divisor(p, q)


@lru_cache(maxsize=1024)
def _within(theta: Expression, digits: int) -> tuple[Fraction, Fraction]:
    """Rational bounds on θ, 10^-digits apart."""
    for bits in count(4 * digits + 16, 64):
        bounds = enclosure(theta, bits)
        if bounds is not None and (bounds[1] - bounds[0]) * 10**digits <= 1:
            return bounds
    raise AssertionError("the bounds close in")


def _coefficients(element: Element) -> list[Fraction]:
    """The coefficients of the element as a polynomial in θ, highest power first."""
    return [Fraction(int(a.numerator), int(a.denominator)) for a in element.to_list()]


def _horner(coefficients: Sequence[Fraction], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds on the polynomial over [low, high], by Horner's rule in interval arithmetic."""
    bottom, top = Fraction(0), Fraction(0)
    for a in coefficients:
        corners = (bottom * low, bottom * high, top * low, top * high)
        bottom, top = min(corners) + a, max(corners) + a
    return bottom, top


def _rational(value: Fraction) -> Any:
    from sympy import Rational

    return Rational(value.numerator, value.denominator)
