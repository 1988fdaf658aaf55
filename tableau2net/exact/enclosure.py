"""Rational bounds on the value of an expression without names, as close as wanted, without sympy."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from math import isqrt

from tableau2net.exact.circle import cosine, pi_bounds, sine
from tableau2net.exact.expression import Constant, Expression, Function, Number, Power, Product, Sum
from tableau2net.exact.real_roots import root_bounds, whole
from tableau2net.exact.root_sum import Interval, RootSum
from tableau2net.exact.rounded import Rounded
from tableau2net.exact.separation import NotRealError


def enclosure(expression: Expression, bits: int) -> Interval | None:
    """Bounds on the value, made from parts that are each known within about 2^-bits. None for an expression with names,
    and where a divisor may be 0 within the bounds. Raises NotRealError for the square root of a negative number."""
    match expression:
        case Number(value):
            return value, value
        case RootSum():
            return expression.enclosure(bits)
        case Constant():
            return pi_bounds(bits)
        case Function(name, arguments):
            return _function(name, arguments, bits)
        case Sum(terms):
            parts = [enclosure(term, bits) for term in terms]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return reduce(plus, known)
        case Product(factors):
            product: Interval | None = None
            for factor in factors:
                part = enclosure(factor, bits)
                if part is None:
                    return None
                product = part if product is None else _times(product, part, bits)
            return product
        case Rounded(value, unit):
            return value - unit, value + unit
        case Power(base, exponent):
            bounds = enclosure(base, bits)
            if bounds is None or (exponent < 0 and bounds[0] <= 0 <= bounds[1]):
                return None
            low, high = _power(bounds, abs(exponent), bits)
            if exponent > 0:
                return low, high
            return (1 / high, 1 / low) if low > 0 or high < 0 else None
    return None


def plus(a: Interval, b: Interval) -> Interval:
    """The bounds of a sum."""
    return a[0] + b[0], a[1] + b[1]


def times(a: Interval, b: Interval) -> Interval:
    """The bounds of a product."""
    if a[0] == a[1]:  # most often a sign
        low, high = a[0] * b[0], a[0] * b[1]
        return (low, high) if a[0] >= 0 else (high, low)
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)


def _function(name: str, arguments: tuple[Expression, ...], bits: int) -> Interval | None:
    if name == "root":
        index, *coefficients = [argument.rational or Fraction(0) for argument in arguments]
        return root_bounds(whole(coefficients), int(index), bits)
    within = enclosure(arguments[0], bits)
    if within is None:
        return None
    if name == "sqrt":
        if within[1] < 0:
            raise NotRealError(f"sqrt({arguments[0]}) is not a real number")
        return _root(max(within[0], Fraction(0)), bits)[0], _root(within[1], bits)[1]
    return _coarser((cosine if name == "cos" else sine)(within, bits), bits)


def _root(value: Fraction, bits: int) -> Interval:
    """Bounds on the square root, 2^-bits apart."""
    root = isqrt(value.numerator * 4**bits // value.denominator)
    return Fraction(root, 2**bits), Fraction(root + 1, 2**bits)


def _power(bounds: Interval, exponent: int, bits: int) -> Interval:
    """Bounds on a positive power, by squaring."""
    if exponent == 1:
        return bounds
    half = _power(bounds, exponent // 2, bits)
    square = _times(half, half, bits)
    return _times(square, bounds, bits) if exponent % 2 else square


def _times(left: Interval, right: Interval, bits: int) -> Interval:
    return _coarser(times(left, right), bits)


def _coarser(bounds: Interval, bits: int) -> Interval:
    """Bounds around others that are no number, with denominators that do not grow from product to product."""
    low, high = bounds
    if low == high or max(low.denominator, high.denominator).bit_length() < 4 * bits:
        return bounds
    scale = 2 ** (2 * bits)
    return (
        Fraction(low.numerator * scale // low.denominator, scale),
        Fraction(-(-high.numerator * scale // high.denominator), scale),
    )
