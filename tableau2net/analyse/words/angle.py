"""Angles in degrees of exactly bounded numbers. The functions increase or decrease, so bounds stay bounds."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import count
from typing import Any

from tableau2net.algebra.polynomials import Root
from tableau2net.algebra.polynomials.real_root import cut

Bounds = Callable[[Fraction], tuple[Fraction, Fraction]]  # a width → bounds no more than that apart


def arc_cosine(root: Root, digits: int) -> str:
    """arccos of a root in [0, 1], in degrees, cut off after so many decimal places."""

    def bounds(width: Fraction) -> tuple[Fraction, Fraction]:
        refined = root.refined(width)
        return refined.low, refined.high

    from mpmath import mp

    return degrees(bounds, mp.acos, digits)


def degrees(bounds: Bounds, angle: Any, digits: int) -> str:
    """`angle` of the bounded number, in degrees, once the bounds agree on so many decimal places."""
    from mpmath import mp

    for guard in count(10, 10):
        places = digits + guard
        with mp.workdps(places + 20):
            ends = [
                angle(mp.mpf(end.numerator) / end.denominator) * 180 / mp.pi
                for end in bounds(Fraction(1, 10 ** (places + 5)))
            ]
            nearest = [Fraction(int(mp.nint(end * 10**places)), 10**places) for end in ends]
        texts = {cut(end, digits) for end in nearest}
        if len(texts) == 1 or nearest[0] == nearest[1]:
            exact = all((end * 10**digits).denominator == 1 for end in nearest)
            return texts.pop() + ("" if exact else "…")
    raise AssertionError("the bounds close in")
