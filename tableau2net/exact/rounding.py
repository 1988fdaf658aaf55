"""The one way from exact numbers to floating point: correctly rounded, and only on the way out."""

from __future__ import annotations

from fractions import Fraction

from tableau2net.exact.enclosure import enclosure
from tableau2net.exact.expression import Expression
from tableau2net.exact.symbolic import to_sympy


def to_float(expression: Expression) -> float:
    """The float64 nearest to an expression without names.

    Raises ValueError where parameters remain or the value is not a real number.
    """
    if expression.rational is not None:
        return float(expression.rational)
    if expression.names:
        raise ValueError(f"{expression} has no value: {', '.join(sorted(expression.names))} is open")
    for bits in (192, 384, 768):
        bounds = enclosure(expression, bits)
        if bounds is None:
            break
        low, high = map(float, bounds)
        if low == high:
            return low
    value = to_sympy(expression).evalf(60)
    if not value.is_Float:
        raise ValueError(f"{expression} is not a real number")
    return float(Fraction(str(value)))
