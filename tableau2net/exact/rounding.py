"""The one way from exact numbers to floating point: correctly rounded, and only on the way out."""

from __future__ import annotations

from fractions import Fraction
from math import inf, isinf

from tableau2net.errors import InputError
from tableau2net.exact.decision import LONGEST, decided, sign
from tableau2net.exact.enclosure import enclosure
from tableau2net.exact.expression import Expression
from tableau2net.exact.rounded import Rounded
from tableau2net.exact.separation import UndecidedError
from tableau2net.shown import beginning

SMALLEST_SINGLE, LARGEST_SINGLE = 2.0**-126, 2.0**128 - 2.0**104  # of the normal numbers of float32
_FAR = 2**12  # bits to which a number has been looked at that is a float64 or nearer to 0 than any


def to_float(expression: Expression) -> float:
    """The float64 nearest to an expression without names.

    Raises ValueError where parameters remain or the value is not a real number, and InputError for a number that no
    float64 is near (it is too large, or 0 is nearest to it), and for one of which it is not known whether it is 0.
    """
    if expression.rational is not None:
        return _finite(nearest(expression.rational), expression, exactly=expression.rational)
    if expression.names:
        raise ValueError(f"{expression} has no value: {', '.join(sorted(expression.names))} is open")
    if any(isinstance(node, Rounded) for node in expression.walk()):
        raise ValueError(f"{expression} is known within digits only")
    known, bits, bounds = expression, 192, None
    while bits <= LONGEST:
        bounds = enclosure(known, bits)
        if bounds is not None and (near := nearest(bounds[0])) == nearest(bounds[1]) and _has_sign(bounds):
            return _finite(near, expression, exactly=bounds[0])
        if known is expression and (known := decided(expression)).rational is not None:
            return to_float(known)
        if bits > _FAR and bounds is not None and not _has_sign(bounds) and _is_undecided(known):
            break
        bits *= 2
    if bounds is not None and not _has_sign(bounds):
        message = "it is not known whether this number is 0"
        expected = "a number that can be distinguished from 0: a short one, or an algebraic one"
        raise InputError(message, found=beginning(str(expression), 40), expected=expected)
    raise ValueError(f"{expression} is not a real number")


def to_weight(expression: Expression) -> float:
    """The float64 nearest to a coefficient of a sum that a network computes. Raises as `to_float` does, and InputError
    for one that is infinite in float32, which is what networks compute in unless they are told otherwise. One that is
    nearly 0 there, as rounding leaves them in printed tableaux, adds as much to the sum as it does exactly: nothing."""
    near = to_float(expression)
    if abs(near) > LARGEST_SINGLE:
        raise _out_of_singles(expression, "large")
    return near


def to_single(expression: Expression) -> float:
    """The float64 nearest to a number that stands alone, as a step size does: its size is what it is for. Raises as
    `to_weight` does, and InputError for one that is 0 in float32, or has lost digits."""
    near = to_weight(expression)
    if near and abs(near) < SMALLEST_SINGLE:
        raise _out_of_singles(expression, "small")
    return near


def _out_of_singles(expression: Expression, size: str) -> InputError:
    expected = "a number from about 1.2e-38 to 3.4e38 in size, or 0: networks compute with 32 bits"
    return InputError(
        f"this number is too {size} for floating point",
        found=beginning(str(expression), 40),
        expected=expected,
    )


def nearest(value: Fraction) -> float:
    """The nearest float64; ±∞ for what is beyond them all."""
    try:
        return float(value)
    except OverflowError:
        return inf if value > 0 else -inf


def _has_sign(bounds: tuple[Fraction, Fraction]) -> bool:
    """Whether a number between these bounds is known not to be 0."""
    return bounds[0] > 0 or bounds[1] < 0


def _is_undecided(expression: Expression) -> bool:
    try:
        sign(expression)
    except UndecidedError:
        return True
    return False


def _finite(near: float, expression: Expression, *, exactly: Fraction) -> float:
    """The float64 itself. Raises InputError where it stands for a number that it is not near."""
    if isinf(near) or (not near and exactly):
        size = "large" if near else "small"
        expected = "a number from about 5e-324 to 1.8e308 in size, or 0"
        raise InputError(
            f"this number is too {size} for floating point",
            found=beginning(str(expression), 40),
            expected=expected,
        )
    return near
