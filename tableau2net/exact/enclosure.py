"""Rational bounds on an expression, as close as wanted, without sympy: for what is made of numbers, square roots of
rational numbers, `RootSum`s and rounded decimals."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from math import isqrt

from tableau2net.exact.expression import Expression, Function, Number, Power, Product, Sum
from tableau2net.exact.root_sum import Interval, RootSum
from tableau2net.exact.rounded import Rounded


def enclosure(expression: Expression, bits: int) -> Interval | None:
    """Bounds on the value, made from parts that are each known within about 2^-bits; None for any other
    expression."""
    match expression:
        case Number(value):
            return value, value
        case RootSum():
            return expression.enclosure(bits)
        case Function("sqrt", (Number(value),)) if value >= 0:
            root = isqrt(value.numerator * 4**bits // value.denominator)
            return Fraction(root, 2**bits), Fraction(root + 1, 2**bits)
        case Sum(terms):
            parts = [enclosure(term, bits) for term in terms]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return reduce(plus, known)
        case Product(factors):
            return _product(factors, bits)
        case Rounded(value, unit):
            return value - unit, value + unit
        case Power(base, exponent) if exponent > 0:
            return _product((base,) * exponent, bits)
        case Power(base, exponent):
            bounds = _product((base,) * -exponent, bits)
            away = bounds is not None and (bounds[0] > 0 or bounds[1] < 0)
            return (1 / bounds[1], 1 / bounds[0]) if bounds is not None and away else None
    return None


def _product(factors: tuple[Expression, ...], bits: int) -> Interval | None:
    product = (Fraction(1), Fraction(1))
    for factor in factors:
        part = enclosure(factor, bits)
        if part is None:
            return None
        product = times(product, part)
    return product


def plus(a: Interval, b: Interval) -> Interval:
    """The bounds of a sum."""
    return a[0] + b[0], a[1] + b[1]


def times(a: Interval, b: Interval) -> Interval:
    """The bounds of a product."""
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)
