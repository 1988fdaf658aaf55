"""Algebraic entries: one real number field Q(θ) that holds them all.

A scheme has few algebraic generators (√3; one root of a cubic) behind many entries, so θ is built
from the generators, and the entries are computed in Q(θ) by field arithmetic alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

from tableau2net.algebra.backend import Backend
from tableau2net.algebra.domains.bounds import FINER, between
from tableau2net.algebra.domains.compositum import compositum
from tableau2net.algebra.domains.domain import Numbers
from tableau2net.algebra.domains.field_backend import FieldBackend
from tableau2net.algebra.domains.residues import Residues, residues
from tableau2net.algebra.element import Element
from tableau2net.exact import Expression, Function, number, to_sympy
from tableau2net.exact.long_numbers import long_numbers


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
        self.theta, self.minimal = found.theta, found.polynomial  # the constant term first
        self.polynomial: Any = Poly(
            [_rational(a) for a in reversed(found.polynomial)], Symbol("x"), domain=QQ
        )
        self.field: Any = QQ.algebraic_field((self.polynomial, to_sympy(found.theta)))
        self.images: dict[Expression, Element] = {
            generator: self.of(found.images[generator]) for generator in self.generators
        }

    @property
    def degree(self) -> int:
        """Over the rational numbers."""
        return len(self.minimal) - 1

    def of(self, rising: Sequence[Fraction]) -> Element:
        """A polynomial in θ, the constant term first."""
        from sympy import QQ

        return self.field([QQ(a.numerator, a.denominator) for a in reversed(rising)])

    def rising(self, element: Element) -> list[Fraction]:
        """The element as a polynomial in θ, the constant term first."""
        return _falling(element)[::-1]

    def number(self, value: Fraction) -> Element:
        if value not in self._numbers:
            from sympy import QQ

            rational = QQ(value.numerator, value.denominator)
            self._numbers[value] = self.field.convert_from(rational, QQ)
        return self._numbers[value]

    @cached_property
    def backend(self) -> Backend:
        return FieldBackend(self, self.residues)

    @cached_property
    def residues(self) -> Residues | None:
        """A map onto the numbers modulo a prime, where one is found soon."""
        return residues(self.minimal)

    def generator(self, expression: Expression) -> Element:
        return self.images[expression]

    def text(self, element: Element) -> str:
        if self.theta not in self.generators:
            with long_numbers():
                return str(self.field.to_sympy(element))
        powers = enumerate(reversed(_falling(element)))
        return str(sum((number(a) * self.theta**i for i, a in powers), number(0)))

    def sign(self, element: Element) -> int:
        """The sign, by interval arithmetic with rationals around θ; zero is decided in the
        field."""
        if not element:
            return 0
        numerators, _ = _whole(element)
        for digits in FINER:
            low, high = between(numerators, self.theta, digits)
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
        for digits in FINER:
            if digits < fewest // 2:
                continue
            low, high = (
                Fraction(end, denominator * 10**digits) for end in between(numerators, self.theta, digits)
            )
            if high - low <= width or high - low <= min(abs(low), abs(high)) * share:
                return low, high
        raise AssertionError("the bounds close in")


def _whole(element: Element) -> tuple[list[int], int]:
    """The coefficients of the element as a polynomial in θ, the constant term first, as integers over one positive
    denominator."""
    falling = _falling(element)
    scale = lcm(*(a.denominator for a in falling))
    return [a.numerator * (scale // a.denominator) for a in reversed(falling)], scale


def _falling(element: Element) -> list[Fraction]:
    """The coefficients of the element as a polynomial in θ, highest power first."""
    return [Fraction(int(a.numerator), int(a.denominator)) for a in element.to_list()]


def _rational(value: Fraction) -> Any:
    from sympy import Rational

    return Rational(value.numerator, value.denominator)
