"""An interval Newton step for a system with fewer equations than unknowns.

    G(x) = 0,   x = x_0 + z,   z in a box Z

With any matrix M (unknowns × equations), z = M y makes it square: G(x_0 + M y) = G(x_0) + S y, where S is some matrix
of J(Z) M. Where J(Z) M = I + Δ with |Δ| ≤ q < 1 (the largest sum of a row), each such S is invertible, and
y = −S⁻¹ G(x_0) lies within q/(1 − q) |G(x_0)| of −G(x_0). If M maps all these y into Z, then y ↦ −S(y)⁻¹ G(x_0) maps a
ball into itself, so it has a fixed point (Brouwer), where G is 0. M is the right inverse of J that makes steps least,
found with floats: it needs to be near enough, and what is inferred from it is inferred with balls. (A. Neumaier,
Interval Methods for Systems of Equations, 1990, ch. 5.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import fsum, isinf
from operator import mul

from tableau2net.algebra.domains.balls import Ball, Balls, Vector

STEPS = 8  # tries, each nearer to the zero
_SMALL = Fraction(1, 2**12)  # of the digits: the box of all tries but the first
_BITS = 80  # after the point, of what is compared at the end
_ABOVE = 1 + Fraction(1, 2**50)  # more than a sum that is rounded to a float can be too small by
Point = list[Fraction]  # each unknown's place within its digits, from −1 to 1
Rows = Sequence[Mapping[int, Ball]]


def has_zero(
    kind: Balls, unknowns: int, at: Callable[[Point], Vector], slopes: Callable[[Point, Fraction], Rows]
) -> bool:
    """Whether a system is proved to have a zero with all its unknowns between −1 and 1.

    `at` gives the values of its equations at a point, `slopes` their derivatives in the box of so much around a point.
    """
    base, radius, free = [Fraction(0)] * unknowns, Fraction(1), set(range(unknowns))
    for _ in range(STEPS):
        rows = _scaled(kind, slopes(base, radius), free)
        if rows is None:
            return False
        norms, jacobian, columns = rows
        inverse = kind.right_inverse(jacobian)
        if inverse is None:
            return False
        values = tuple(value * kind.ball(norm, norm) for value, norm in zip(at(base), norms, strict=True))
        steps = _steps(kind, jacobian, inverse, values)
        room = {k: radius - abs(base[k]) if radius == 1 else radius for k in columns}
        if steps is not None and all(step <= room[k] for k, step in zip(columns, steps, strict=True)):
            return True
        moved = [-fsum(map(mul, row, map(kind.near, values))) for row in inverse]
        inside = 1 - 2 * _SMALL
        for k, step in zip(columns, moved, strict=True):
            there = base[k] + Fraction(step)
            if abs(there) > inside:
                there = inside if there > 0 else -inside
                free.discard(k)
            base[k] = Fraction(round(there * 2**_BITS), 2**_BITS)
        radius = _SMALL
    return False


def _scaled(kind: Balls, rows: Rows, free: set[int]) -> tuple[list[Fraction], list[Vector], list[int]] | None:
    """The factor by which each equation is multiplied so that its slopes are about 1, the slopes then, and which
    unknowns are meant; None where an equation has no slope, or one beyond all floats."""
    columns = sorted({k for row in rows for k in row} & free)
    zero = kind.ball(Fraction(0), Fraction(0))
    norms, scaled = [], []
    for row in rows:
        size = max((abs(kind.near(a)) for k, a in row.items() if k in free), default=0.0)
        if not size or isinf(size):
            return None
        norm = 1 / Fraction(size)
        factor = kind.ball(norm, norm)
        norms.append(norm)
        scaled.append(tuple(row[k] * factor if k in row else zero for k in columns))
    return norms, scaled, columns


def _steps(
    kind: Balls, J: Sequence[Vector], inverse: list[list[float]], values: Vector
) -> list[Fraction] | None:
    """How far the zero is at most from the point, unknown by unknown; None where none is proved."""
    one = kind.ball(Fraction(1), Fraction(1))
    scale = Fraction(1, 2**_BITS)
    products = kind.apply(kind.points(list(zip(*inverse, strict=True))), J)
    spread = [
        kind.most((*row[:i], row[i] - one, *row[i + 1 :]), _BITS) for i, row in enumerate(products)
    ]  # of J M − I
    q = max(spread) * scale
    if q >= 1:
        return None
    most = max(kind.most((value,), 2 * _BITS) for value in values) * scale**2
    rest = q / (1 - q) * most
    (moved,) = kind.apply(kind.points(inverse), [values])
    return [
        kind.most((step,), 2 * _BITS) * scale**2 + rest * Fraction(fsum(map(abs, row))) * _ABOVE
        for step, row in zip(moved, inverse, strict=True)
    ]
