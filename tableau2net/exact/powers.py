"""Powers with rational exponents: roots of rational numbers, in the grammar's own functions.

x^(p/q) = x^n · (x^(1/q))^m with p = nq + m and 0 ≤ m < q, the root taken of the smallest number: 9^(1/4) = √3. For
x > 0 that no prime divisor of q makes a perfect power, t^q − x is irreducible (S. Lang, Algebra, 3rd ed., VI.9), so
the root is as simple as it can be written.
"""

from __future__ import annotations

from fractions import Fraction

from tableau2net.exact.expression import Expression, Function, Number, number

MAX_EXPONENT = 64
MAX_ROOT = 32  # degree of the polynomials of `root`


class PowerError(ValueError):
    """A power that is no number of the grammar, and what can be written instead."""

    def __init__(self, message: str, expected: str) -> None:
        super().__init__(message)
        self.expected = expected


def power(base: Expression, exponent: Fraction) -> Expression:
    """The real number base^exponent. Raises PowerError for a root of a negative number, and for any but the square
    root of what is no rational number; ZeroDivisionError for 0 to a negative exponent."""
    whole, part = divmod(exponent, 1)
    if not part:
        return base ** int(exponent)
    value = base.rational
    if value is None:
        if part.denominator != 2:
            raise PowerError(
                "only the square root is taken of what is no rational number",
                f"an exponent in halves, or the number as root(index, a_0, …, a_{part.denominator})",
            )
        return base ** int(whole) * Function("sqrt", (base,))
    if value < 0:
        raise PowerError("a negative number has no such power", _of_opposite(value, exponent))
    if not value:
        if exponent < 0:
            raise ZeroDivisionError("0 to a negative exponent")
        return Number(Fraction(0))
    smallest, degree = _smallest(value, part.denominator)
    return Number(value ** int(whole)) * _root(smallest, degree) ** part.numerator


def _smallest(value: Fraction, degree: int) -> tuple[Fraction, int]:
    """The y and q, of smallest q, with y^(1/q) = value^(1/degree)."""
    for divisor in range(degree, 1, -1):
        if degree % divisor == 0 and (found := _perfect(value, divisor)) is not None:
            return found, degree // divisor
    return value, degree


def _root(value: Fraction, degree: int) -> Expression:
    """The positive root of t^degree − value: of several real ones the largest."""
    if degree == 1:
        return Number(value)
    if degree == 2:
        return Function("sqrt", (Number(value),))
    coefficients = [number(-value.numerator), *[number(0)] * (degree - 1), number(value.denominator)]
    return Function("root", (number(1 + (degree + 1) % 2), *coefficients))


def _perfect(value: Fraction, degree: int) -> Fraction | None:
    """The rational root, where there is one."""
    top, bottom = (_integer_root(each, degree) for each in value.as_integer_ratio())
    return (
        Fraction(top, bottom)
        if top**degree == value.numerator and bottom**degree == value.denominator
        else None
    )


def _integer_root(value: int, degree: int) -> int:
    """⌊value^(1/degree)⌋, by bisection."""
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle)
    return low


def _of_opposite(value: Fraction, exponent: Fraction) -> str:
    """What to write for a root of a negative number."""
    if exponent.denominator % 2 == 0:
        return "a number ≥ 0"
    sign = "-" if exponent.numerator % 2 else ""
    size = str(-value) if value.denominator == 1 else f"({-value})"
    return f"{sign}{size}**({exponent}), if the real root is meant"
