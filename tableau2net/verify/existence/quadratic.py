"""The simplest quadratic irrational within the digits of a decimal: a root of a x² + b x + c with small integers.

The integers are looked for with floats of enough digits (PSLQ: H. Ferguson, D. Bailey, S. Arno, Math. Comp. 68 (1999)
351–369); that the root lies within the digits is then asked of fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from tableau2net.exact import Expression, Rounded, number, parse

_CHANCE = (
    1000  # how many times more numbers there are within the digits than quadratic ones that may be meant
)
_LEAST = Fraction(1, 10**60)  # the unit from which on more digits do not let more numbers in


def quadratic(decimal: Rounded) -> tuple[Expression, int] | None:
    """The number, and the number without square factors whose root it has in it; None where none is simple enough not
    to be there by chance: of integers up to H there are about H³ roots."""
    highest = round(float(1 / (max(decimal.unit, _LEAST) * _CHANCE)) ** (1 / 3))
    found = _relation(decimal, highest) if highest > 1 else None
    if found is None:
        return None
    a, b, c = found
    low, high = decimal.value - decimal.unit, decimal.value + decimal.unit
    heights = [a * x * x + b * x + c for x in (low, high)]
    slopes = [2 * a * x + b for x in (low, high)]
    discriminant = b * b - 4 * a * c
    if not a or discriminant <= 0 or heights[0] * heights[1] > 0 or slopes[0] * slopes[1] <= 0:
        return None
    root, rest = _without_squares(discriminant)
    if rest == 1:
        return None
    share = Fraction(
        root if slopes[0] > 0 else -root, 2 * a
    )  # of √rest: 2 a x + b is the root of the discriminant
    return number(Fraction(-b, 2 * a)) + number(share) * parse(f"sqrt({rest})"), rest


def _relation(decimal: Rounded, highest: int) -> Sequence[int] | None:
    """Integers a, b, c of at most that size with a x² + b x + c near 0."""
    from mpmath import mp, pslq

    digits = len(str(decimal.unit.denominator)) + 10
    with mp.workdps(2 * digits):
        x = mp.mpf(decimal.value.numerator) / decimal.value.denominator
        near = mp.mpf(decimal.unit.numerator) / decimal.unit.denominator
        size = 2 * abs(x) + 1
        found: Sequence[int] | None = pslq([x * x, x, mp.mpf(1)], tol=near * size * highest, maxcoeff=highest)
    return found


def _without_squares(value: int) -> tuple[int, int]:
    """r and q with value = r² q, where q has no square factor but of primes that are large."""
    root, rest = 1, value
    for p in range(2, min(isqrt(value), 10**4) + 1):
        while rest % (p * p) == 0:
            root, rest = root * p, rest // (p * p)
    exact = isqrt(rest)
    return (root * exact, 1) if exact * exact == rest else (root, rest)
