"""Bounds on a polynomial with whole coefficients at a real number, in units of a power of ten."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from math import ceil, floor

from tableau2net.exact import Expression
from tableau2net.exact.enclosure import enclosure

FINER = tuple(10 * 4**k for k in range(12))  # digits of the number, until they are enough


@lru_cache(maxsize=1024)
def _powers(theta: Expression, count: int, digits: int) -> list[tuple[int, int]]:
    """Bounds on 1, θ, θ², … θ^count, in units of 10^−digits."""
    unit = 10**digits
    low, high = _in_units(theta, digits)
    found = [(unit, unit)]
    while len(found) <= count:
        products = [a * b for a in found[-1] for b in (low, high)]
        found.append((min(products) // unit, -(-max(products) // unit)))
    return found


def _in_units(theta: Expression, digits: int) -> tuple[int, int]:
    """Bounds on θ, one or two units of 10^−digits apart."""
    unit = 10**digits
    for bits in count(4 * digits + 16, 64):
        bounds = enclosure(theta, bits)
        if bounds is not None and (bounds[1] - bounds[0]) * unit <= 1:
            return floor(bounds[0] * unit), ceil(bounds[1] * unit)
    raise AssertionError("the bounds close in")


def between(numerators: Sequence[int], theta: Expression, digits: int) -> tuple[int, int]:
    """Bounds on the polynomial at θ, the constant term first, in units of 10^−digits."""
    pairs = list(zip(numerators, _powers(theta, max(len(numerators) - 1, 0), digits), strict=False))
    low, high = (sum(a * bounds[i ^ (a < 0)] for a, bounds in pairs) for i in (0, 1))
    return low, high
