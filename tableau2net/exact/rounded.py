"""Decimals that were rounded when they were printed: known within one unit of their last digit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ulp

from tableau2net.exact.expression import Expression, Function, Number, Power, Product, Sum
from tableau2net.exact.work import Work, of_number

DOUBLE_DIGITS = 15  # as many digits as every double has
FORMATS = {
    "float64": (53, -1074),
    "float32": (24, -149),
    "float16": (11, -24),
    "bfloat16": (8, -133),
}  # of binary numbers: bits of a significand, and the exponent of the least number (IEEE 754-2019, table 3.5)


@dataclass(frozen=True, slots=True)
class Rounded(Expression):
    """A decimal as printed: the number is `value`, give or take `unit`, one unit of the last digit. That covers
    truncation as well as rounding."""

    value: Fraction
    unit: Fraction
    text: str

    def __hash__(self) -> int:  # equal ones have equal texts, which know their hash
        return hash(self.text)

    @property
    def work(self) -> Work:
        return of_number(self.value)

    @property
    def length(self) -> int:
        """How many significant digits are printed: zeros in front do not count, those at the end do."""
        mantissa = self.text.lower().partition("e")[0]
        return len(mantissa.replace(".", "").lstrip("0"))

    def __str__(self) -> str:
        return self.text


def rounded(text: str) -> Expression:
    """The decimal `text`, digits with a point or an exponent. One that is zero is exactly zero."""
    value = Fraction(text)
    mantissa, _, exponent = text.lower().partition("e")
    places = len(mantissa.partition(".")[2]) - int(exponent or 0)
    return Rounded(value, Fraction(10) ** -places, text) if value else Number(value)


def known_within(expression: Expression, unit: Fraction) -> Expression:
    """A rational number that is only near the one that is meant, give or take `unit`; an integer is meant as it is."""
    value = expression.rational
    if value is None or value.denominator == 1:
        return expression
    return Rounded(value, unit, str(expression))


def as_double(expression: Expression) -> Expression:
    """What a computation in doubles has in the place of a number: the double nearest to it, known within half a unit in
    its last place; of a decimal that was cut from one, within its last digit. An integer is meant as it is, and a root
    as what it is the double of. Raises OverflowError where no double is near."""
    value = expression.rational
    if value is not None:
        return expression if value.denominator == 1 else _double(Rounded(value, Fraction(0), str(expression)))
    return replaced(expression, _double)


def _double(decimal: Rounded) -> Rounded:
    near = float(decimal.value)
    half = Fraction(ulp(near)) / 2
    cut = decimal.length >= DOUBLE_DIGITS
    return Rounded(Fraction(near), max(half, decimal.unit) if cut else half, decimal.text)


def as_float(expression: Expression, name: str) -> Expression:
    """An expression whose decimals are numbers of a binary format (`FORMATS`): each is the one nearest to what is
    printed, known within half a unit in its last place; one that is an integer is meant as it is. All else is exact."""

    def choice(decimal: Rounded) -> Expression:
        unit = _last_place(decimal.value, name)
        near = round(decimal.value / unit) * unit
        if near.denominator == 1:
            return Number(near)
        return Rounded(near, _last_place(near, name) / 2, decimal.text)

    return replaced(expression, choice)


def _last_place(value: Fraction, name: str) -> Fraction:
    """The unit in the last place of a number other than 0 in a format."""
    bits, least = FORMATS[name]
    return Fraction(2) ** max(_exponent(abs(value)) - bits + 1, least)


def _exponent(value: Fraction) -> int:
    """The e with 2^e ≤ value < 2^(e+1), of a value > 0."""
    about = value.numerator.bit_length() - value.denominator.bit_length()
    return about if Fraction(2) ** about <= value else about - 1


def between(low: Fraction, high: Fraction) -> Expression:
    """A number that is known to lie between two: as a decimal, of which the unit tells that; exactly, where they are
    one."""
    middle, radius = (low + high) / 2, (high - low) / 2
    if not radius:
        return Number(middle)
    places = 0
    while radius * 10**places < 1:
        places += 1
    whole = round(middle * 10**places)
    head, tail = divmod(abs(whole), 10**places)
    text = f"{'-' if whole < 0 else ''}{head}.{tail:0{places}}"
    value = Fraction(whole, 10**places)
    return Rounded(value, radius + abs(middle - value), text)


def units(expression: Expression) -> frozenset[Fraction]:
    """The units of all rounded decimals in an expression."""
    return frozenset(part.unit for part in expression.walk() if isinstance(part, Rounded))


def short(decimals: Iterable[Rounded]) -> frozenset[Rounded]:
    """Those of a table's decimals that were not rounded: nobody rounds to two digits beside numbers of sixteen.

    Rounded is what has at least half as many significant digits as the longest one, so that zeros at the end may have
    been left out; and what ends at the place where a longest one ends or after it, as 0.000000000000123 does beside
    0.123456789012345.
    """
    found = frozenset(decimals)
    longest = max((each.length for each in found), default=0)
    place = max((each.unit for each in found if each.length == longest), default=Fraction(0))
    return frozenset(each for each in found if 2 * each.length < longest and each.unit > place)


def as_printed(expression: Expression, among: Collection[Rounded] | None = None) -> Expression:
    """The expression with every rounded decimal, or those that are among some, taken at its printed value."""
    return replaced(expression, lambda each: Number(each.value) if among is None or each in among else each)


def replaced(expression: Expression, choice: Callable[[Rounded], Expression]) -> Expression:
    """The expression with a choice made for every rounded decimal."""
    match expression:
        case Rounded():
            return choice(expression)
        case Sum(terms):
            return sum((replaced(term, choice) for term in terms), Number(Fraction(0)))
        case Product(factors):
            result: Expression = Number(Fraction(1))
            for factor in factors:
                result = result * replaced(factor, choice)
            return result
        case Power(base, exponent):
            return replaced(base, choice) ** exponent
        case Function(name, arguments):
            return Function(name, tuple(replaced(argument, choice) for argument in arguments))
    return expression
