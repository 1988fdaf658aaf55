"""Angles in degrees, enclosed until their decimals are known.

An angle is given by the cosine of a multiple of it, a value p(x)/q(x) at a root x. Whether it is a short decimal of
degrees is decided exactly: cos φ of φ = 2πm/n has degree φ(n)/2 over the rational numbers (D. H. Lehmer, Amer. Math.
Monthly 40 (1933) 165–166), so that few n come into question, and for these Chebyshev's T_n(cos φ) = cos nφ is 1 or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import floor
from typing import Any

from tableau2net.algebra.domains import OrderedDomain
from tableau2net.algebra.domains.rational import Rationals
from tableau2net.algebra.polynomials import Polynomial, Root
from tableau2net.algebra.polynomials.at_root import AtRoot, at
from tableau2net.algebra.polynomials.real_root import cut
from tableau2net.exact.separation import totient

Bounds = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Angle:
    """The angle θ with 0 ≤ multiple · θ ≤ 180° and cos(multiple · θ) = above(x)/below(x), below(x) > 0, at a root x."""

    root: Root
    above: Polynomial
    below: Polynomial
    multiple: int

    def within(self, places: int) -> Bounds:
        """Bounds in degrees, from bounds 10^−places apart on the cosine, its own rounding errors included."""
        from mpmath import mp

        unit = Fraction(1, 10**places)
        low, high = self._cosine(unit)
        with mp.workdps(places + 20):
            right = mp.mpf(180) / mp.pi / self.multiple
            ends = [mp.acos(mp.mpf(end.numerator) / end.denominator) * right for end in (high, low)]
            bottom, top = (_fraction(end) for end in ends)
        return bottom - unit, top + unit

    def is_degrees(self, value: Fraction) -> bool:
        """Whether the angle, which is near this value, is this value."""
        n = (value * self.multiple / 360).denominator
        if totient(n) > 2 * self.root.polynomial.degree * _degree(self.root.domain):
            return False
        field = AtRoot(self.root)
        cosine = at(self.above, self.root) / at(self.below, self.root)
        before, now = field.one, cosine  # T_0, T_1
        for _ in range(n - 1):
            before, now = now, field.integer(2) * cosine * now - before
        return not now - field.one

    def _cosine(self, width: Fraction) -> Bounds:
        """Bounds on the cosine no more than `width` apart, by interval arithmetic around the root."""
        root, step = self.root, width
        while True:
            root = root.refined(step)
            above, (bottom, top) = root.bounds_of(self.above, step), root.bounds_of(self.below, step)
            if bottom > 0:
                quotients = [a / b for a in above for b in (bottom, top)]
                low, high = max(min(quotients), Fraction(-1)), min(max(quotients), Fraction(1))
                if high - low <= width:
                    return low, high
            step /= 16


def least(angles: Sequence[Angle], digits: int) -> str:
    """The least of the angles in degrees, cut off after so many decimal places, or as many as show that it is
    not 0, and `…` where it goes on."""
    for places in count(digits + 10, 10):
        bounds = [angle.within(places) for angle in angles]
        low, high = (min(pair[i] for pair in bounds) for i in (0, 1))
        first, last = (floor(end * 10**digits) for end in (low, high))
        edge = Fraction(last, 10**digits)
        if first == last == 0:
            digits += 10
        elif first == last:
            return cut(edge, digits) + "…"
        near = [angle for angle, (bottom, _) in zip(angles, bounds, strict=True) if bottom <= edge]
        if last == first + 1 and all(angle.is_degrees(edge) for angle in near):
            return cut(edge, digits)
    raise AssertionError("the bounds close in")


def _degree(domain: OrderedDomain) -> int:
    """The degree over the rational numbers of the algebraic numbers in a field of real numbers."""
    if isinstance(domain, Rationals):
        return 1
    degree: int = domain.degree  # type: ignore[attr-defined]
    return degree


def _fraction(value: Any) -> Fraction:
    """A floating number of mpmath that is not negative, exactly."""
    mantissa, exponent = value.man_exp
    return int(mantissa) * Fraction(2) ** int(exponent)
