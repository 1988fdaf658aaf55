"""Numbers that are known within their digits: balls, where what may be 0 counts as 0.

That is no field, for two numbers may each count as equal to a third and not to each other. But every sum, product and
quotient encloses the one that is meant, so that what is not 0 here is not 0 for certain.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite, isqrt

from tableau2net.algebra.domains.balls import BITS, Fixed, FixedBalls, enclosed
from tableau2net.algebra.domains.domain import Numbers
from tableau2net.algebra.element import Element
from tableau2net.exact import Expression, nearest

CHANCE = 10**8  # one ball in so many holds a fraction by chance that is taken for the number
LONGEST = 10**10  # the denominator of such a fraction
SHOWN = 20  # significant digits of a number


class WithinDigits(Numbers):
    """Balls on integers, of 96 digits of working precision."""

    def number(self, value: Fraction) -> Element:
        return FixedBalls().ball(value, value)

    def generator(self, expression: Expression) -> Element:
        return FixedBalls().ball(*enclosed(expression))

    def sign(self, element: Element) -> int:
        """0 where the number may be 0."""
        return (1 if element.middle > 0 else -1) if element else 0

    def within(self, element: Element, width: Fraction) -> tuple[Fraction, Fraction]:
        """The bounds that are known, however far apart."""
        bounds: tuple[Fraction, Fraction] = element.bounds
        return bounds

    def near(self, element: Element) -> Fraction:
        return Fraction(element.middle, 2**BITS)

    def text(self, element: Element) -> str:
        """The fraction that the number is taken for, else its decimals that are known, no more than 20 of them."""
        fraction = simplest(element)
        return decimals(*element.bounds) if fraction is None else str(fraction)


def simplest(ball: Fixed) -> Fraction | None:
    """The fraction n/d in a ball of radius r where 10^8 r d² < 1: few balls hold one by chance. None where there is
    none."""
    if not ball:
        return Fraction(0)
    if not ball.radius:
        return ball.bounds[0]
    limit = min(isqrt(2**BITS // (ball.radius * CHANCE)), LONGEST)
    if limit < 1:
        return None
    fraction = Fraction(ball.middle, 2**BITS).limit_denominator(limit)
    low, high = ball.bounds
    return fraction if low <= fraction <= high else None


def decimals(low: Fraction, high: Fraction, *, places: int | None = None, significant: int = SHOWN) -> str:
    """The decimals on which both bounds agree, cut off, no more than so many places or significant digits; then
    `…`. Where the bounds stand close on both sides of a short decimal, that one."""
    if low <= 0 <= high:
        return "0"
    if high < 0:
        return f"-{decimals(-high, -low, places=places, significant=significant)}"
    most = significant - _magnitude(high) if places is None else places
    for n in range(max(most, 0), -1, -1):
        first, last = (end.numerator * 10**n // end.denominator for end in (low, high))
        if first == last:
            return _point(first, n) + "…"
        if last == first + 1 and 10**n * (high - low) * 100 < 1:
            return _point(last, n) + "…"
    return f"{_three(low)} … {_three(high)}"


def _three(value: Fraction) -> str:
    """Three digits, of numbers of any size."""
    near = nearest(value)
    if isfinite(near) and near:
        return f"{near:.3g}"
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.3g}"


def _magnitude(value: Fraction) -> int:
    """The number of digits before the point; minus that of zeros after it where there are none."""
    n = len(str(int(value))) if value >= 1 else 0
    while value and value * Fraction(10) ** -n < Fraction(1, 10):
        n -= 1
    return n


def _point(digits: int, places: int) -> str:
    text = str(digits).rjust(places + 1, "0")
    head, tail = text[: len(text) - places], text[len(text) - places :].rstrip("0")
    return f"{head}.{tail}" if tail else head
