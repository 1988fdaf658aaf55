"""Decimals that were rounded when they were printed: known within one unit of their last digit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tableau2net.exact.expression import Expression, Function, Number, Power, Product, Sum


@dataclass(frozen=True, slots=True)
class Rounded(Expression):
    """A decimal as printed: the number is `value`, give or take `unit`, one unit of the last digit. That covers
    truncation as well as rounding."""

    value: Fraction
    unit: Fraction
    text: str

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


def units(expression: Expression) -> frozenset[Fraction]:
    """The units of all rounded decimals in an expression."""
    return frozenset(part.unit for part in expression.walk() if isinstance(part, Rounded))


def as_printed(expression: Expression) -> Expression:
    """The expression with every rounded decimal taken at its printed value."""
    match expression:
        case Rounded(value):
            return Number(value)
        case Sum(terms):
            return sum(map(as_printed, terms), Number(Fraction(0)))
        case Product(factors):
            result: Expression = Number(Fraction(1))
            for factor in factors:
                result = result * as_printed(factor)
            return result
        case Power(base, exponent):
            return as_printed(base) ** exponent
        case Function(name, arguments):
            return Function(name, tuple(map(as_printed, arguments)))
    return expression
