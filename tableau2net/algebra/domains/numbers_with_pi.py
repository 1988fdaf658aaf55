"""Real numbers with π in them: rational functions of π over a number field, with the order of the real numbers.

No such number is 0 but 0, for π is transcendental; so closer and closer bounds tell every sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tableau2net.algebra.domains.bounds import FINER, between
from tableau2net.algebra.domains.function_field import FunctionField
from tableau2net.algebra.domains.number_field import NumberField
from tableau2net.algebra.element import Element
from tableau2net.exact import Constant, number

Bounds = tuple[Fraction, Fraction]


class NumbersWithPi(FunctionField):
    """K(π) for the rational numbers, or a number field, K."""

    def __init__(self, base: NumberField | None) -> None:
        super().__init__((Constant(),), base)

    @property
    def degree(self) -> int:
        """Of K over the rational numbers."""
        return self.over.degree

    def sign(self, element: Element) -> int:
        """-1, 0 or 1."""
        if not element:
            return 0
        low, _ = next(each for each in self._closer(element) if each[0] > 0 or each[1] < 0)
        return 1 if low > 0 else -1

    def within(self, element: Element, width: Fraction) -> Bounds:
        """Rational bounds on the element, no more than `width` apart."""
        return next(each for each in self._closer(element) if each[1] - each[0] <= width)

    def near(self, element: Element) -> Fraction:
        """A rational number within 30 digits of the element."""
        width, share = Fraction(1, 10**60), Fraction(1, 10**30)
        low, high = next(
            (low, high)
            for low, high in self._closer(element)
            if high - low <= max(width, min(abs(low), abs(high)) * share)
        )
        return (low + high) / 2

    def _closer(self, element: Element) -> Iterator[Bounds]:
        """Closer and closer bounds, from the first on between which the denominator has no zero."""
        if not element:
            yield Fraction(0), Fraction(0)
        for digits in FINER:
            bottom, top = self._value(element.below, digits)
            if bottom <= 0 <= top:
                continue
            low, high = self._above(element, digits)
            ends = [Fraction(a, b) for a in (low, high) for b in (bottom, top)]
            yield min(ends), max(ends)
        raise AssertionError("the bounds close in")

    def _above(self, element: Element, digits: int) -> tuple[int, int]:
        """Bounds on the numerator, in units of 10^−digits."""
        low, high, unit = 0, 0, 10**digits
        for k, n in enumerate(element.above):
            if n:
                values, powers = self._value(n, digits), self._power(k, digits)
                corners = [a * b for a in values for b in powers]
                low, high = low + min(corners) // unit, high - (-max(corners) // unit)
        return low, high

    def _power(self, k: int, digits: int) -> tuple[int, int]:
        """Bounds on the k-th power of the multiple of θ."""
        if self.base is None or not k:
            return 10**digits, 10**digits
        return between((*[0] * k, 1), number(self.scale) * self.base.theta, digits)

    def _value(self, polynomial: Element, digits: int) -> tuple[int, int]:
        """Bounds on a polynomial in π."""
        rising = [0] * (polynomial.degree() + 1)
        for (power,), a in polynomial.terms():
            rising[power] = int(a)
        return between(rising, Constant(), digits)
