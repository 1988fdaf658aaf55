"""The order of a Runge–Kutta method as an integrator finds it: the error of one step on a nonlinear system, at 400
places, from two steps so small that nothing but the first term of the error is seen, even of a coefficient moved by
10^−30."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mpmath import mp, mpf

from attack.numbers import Exact, real

PLACES = 400
STEP = 35  # h = 10^−35
TERMS = 14  # of Taylor's series


def order(A: Sequence[Sequence[Exact]], b: Sequence[Exact], highest: int) -> int:
    """log₁₀ of the ratio of two errors, less 1; no more than `highest`."""
    with mp.workdps(PLACES):
        rows, weights = [[real(a) for a in row] for row in A], [real(x) for x in b]
        first, second = (_error(rows, weights, mpf(10) ** -k) for k in (STEP, STEP + 1))
        if not first or first < mpf(10) ** (-STEP * (highest + 2)):
            return highest
        return min(int(mp.nint(mp.log10(first / second))) - 1, highest)


def _error(A: list[list[Any]], b: list[Any], h: Any) -> Any:
    """Of one step from the start, in the largest of the components."""
    start = [mpf(1), mpf(1) / 3, mpf(-2) / 7]
    stages = [start for _ in b]
    for _ in range(TERMS + 4):  # each round makes the stages exact to one more power of h
        slopes = [_field(y) for y in stages]
        stages = [
            [y + h * sum(a * k[i] for a, k in zip(row, slopes, strict=True)) for i, y in enumerate(start)]
            for row in A
        ]
    slopes = [_field(y) for y in stages]
    step = [y + h * sum(w * k[i] for w, k in zip(b, slopes, strict=True)) for i, y in enumerate(start)]
    return max(abs(x - y) for x, y in zip(step, _exact(start, h), strict=True))


COEFFICIENTS = (
    (3, -2, 5, 7, -1, 2, 1, -3, 4),
    (-1, 4, 2, -5, 3, 1, -2, 6, -1),
    (2, 1, -3, 4, -2, 5, 3, -1, 1),
)


def _field(y: Sequence[Any]) -> list[Any]:
    """Three cubic polynomials with all products in them, so that no elementary differential of low order vanishes or
    is another's multiple."""
    p, q, r = y
    monomials = [p, q, r, p * p, p * q, q * r, p * q * r, p * p * r, q * q * q]
    return [sum(c * m for c, m in zip(row, monomials, strict=True)) / 7 for row in COEFFICIENTS]


def _exact(start: Sequence[Any], h: Any) -> list[Any]:
    """By Taylor's series, whose coefficients are found by multiplying series."""
    series = [[y] for y in start]
    for n in range(TERMS + 4):
        slopes = _field([_Series(each, n + 1) for each in series])
        for each, slope in zip(series, slopes, strict=True):
            each.append(slope.c[n] / (n + 1))
    return [sum(a * h**k for k, a in enumerate(each)) for each in series]


class _Series:
    """A power series, cut off."""

    __slots__ = ("c", "n")

    def __init__(self, c: Sequence[Any], n: int) -> None:
        self.c, self.n = list(c[:n]), n

    def __add__(self, other: Any) -> _Series:
        if not isinstance(other, _Series):
            return self
        return _Series([a + b for a, b in zip(self.c, other.c, strict=True)], self.n)

    def __mul__(self, other: Any) -> _Series:
        if not isinstance(other, _Series):
            return _Series([a * other for a in self.c], self.n)
        return _Series([sum(self.c[i] * other.c[k - i] for i in range(k + 1)) for k in range(self.n)], self.n)

    def __truediv__(self, other: int) -> _Series:
        return _Series([a / other for a in self.c], self.n)

    __radd__, __rmul__ = __add__, __mul__
