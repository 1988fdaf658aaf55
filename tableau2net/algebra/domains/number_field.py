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
from math import ceil, floor, lcm
from typing import Any

from tableau2net.algebra.backend import Backend
from tableau2net.algebra.backend.plain import PlainBackend
from tableau2net.algebra.coefficients import divided
from tableau2net.algebra.domains.compositum import compositum
from tableau2net.algebra.domains.domain import Numbers
from tableau2net.algebra.domains.residues import Residues, residues
from tableau2net.algebra.element import Element, Vector
from tableau2net.exact import Expression, Function, number, to_sympy
from tableau2net.exact.enclosure import enclosure
from tableau2net.exact.long_numbers import long_numbers

_FINER = tuple(10 * 4**k for k in range(12))  # digits of θ, until they are enough


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
            with long_numbers():
                return str(self.field.to_sympy(element))
        powers = enumerate(reversed(_coefficients(element)))
        return str(sum((number(a) * self.theta**i for i, a in powers), number(0)))

    def sign(self, element: Element) -> int:
        """The sign, by interval arithmetic with rationals around θ; zero is decided in the
        field."""
        if not element:
            return 0
        numerators, _ = _whole(element)
        for digits in _FINER:
            low, high = _between(numerators, self.theta, digits)
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
        raise AssertionError("a number other than zero has a sign")

    def within(self, element: Element, width: Fraction) -> tuple[Fraction, Fraction]:
        return self._closer(element, width, Fraction(0))

    def near(self, element: Element) -> Fraction:
        low, high = self._closer(element, Fraction(1, 10**60), Fraction(1, 10**30))
        return (low + high) / 2

    def _closer(self, element: Element, width: Fraction, share: Fraction) -> tuple[Fraction, Fraction]:
        """Bounds no more than `width` apart, or that share of their size where this is more."""
        numerators, denominator = _whole(element)
        fewest = (width.denominator // width.numerator).bit_length() * 3 // 10
        for digits in _FINER:
            if digits < fewest // 2:
                continue
            low, high = (
                Fraction(end, denominator * 10**digits) for end in _between(numerators, self.theta, digits)
            )
            if high - low <= width or high - low <= min(abs(low), abs(high)) * share:
                return low, high
        raise AssertionError("the bounds close in")


@dataclass(frozen=True)
class _FieldBackend(PlainBackend):
    """Row by row, with one inverse for all coefficients of a polynomial; polynomials are first looked at modulo a
    prime, where most pairs are seen to be coprime."""

    residues: Residues | None

    def polynomial_division(self, p: Vector, q: Vector) -> tuple[Vector, Vector]:
        return divided(p, q, q[-1] ** -1)

    def monic(self, p: Vector) -> Vector:
        if not p:
            return ()
        inverse = p[-1] ** -1
        return (*(a * inverse for a in p[:-1]), self.domain.one)

    def common_divisor(self, p: Vector, q: Vector) -> Vector:
        if self.residues is not None:
            rising = ([_coefficients(a)[::-1] for a in each] for each in (p, q))
            if self.residues.coprime(*rising):
                return (self.domain.one,)
        return super().common_divisor(p, q)


@lru_cache(maxsize=1024)
def _powers(theta: Expression, count: int, digits: int) -> list[tuple[int, int]]:
    """Bounds on 1, θ, θ², … θ^count, in units of 10^−digits."""
    unit = 10**digits
    low, high = _in_units(theta, digits)
    found = [(unit, unit)]
    while len(found) <= count:
        products = [a * b for a in found[-1] for b in (low, high)]
        found.append((min(products) // unit, -(-max(products) // unit)))
    return found


def _in_units(theta: Expression, digits: int) -> tuple[int, int]:
    """Bounds on θ, one or two units of 10^−digits apart."""
    unit = 10**digits
    for bits in count(4 * digits + 16, 64):
        bounds = enclosure(theta, bits)
        if bounds is not None and (bounds[1] - bounds[0]) * unit <= 1:
            return floor(bounds[0] * unit), ceil(bounds[1] * unit)
    raise AssertionError("the bounds close in")


def _between(numerators: Sequence[int], theta: Expression, digits: int) -> tuple[int, int]:
    """Bounds on the polynomial at θ, the constant term first, in units of 10^−digits."""
    pairs = list(zip(numerators, _powers(theta, max(len(numerators) - 1, 0), digits), strict=False))
    low, high = (sum(a * bounds[i ^ (a < 0)] for a, bounds in pairs) for i in (0, 1))
    return low, high


def _whole(element: Element) -> tuple[list[int], int]:
    """The coefficients of the element as a polynomial in θ, the constant term first, as integers over one positive
    denominator."""
    falling = _coefficients(element)
    scale = lcm(*(a.denominator for a in falling))
    return [a.numerator * (scale // a.denominator) for a in reversed(falling)], scale


def _coefficients(element: Element) -> list[Fraction]:
    """The coefficients of the element as a polynomial in θ, highest power first."""
    return [Fraction(int(a.numerator), int(a.denominator)) for a in element.to_list()]


def _rational(value: Fraction) -> Any:
    from sympy import Rational

    return Rational(value.numerator, value.denominator)
