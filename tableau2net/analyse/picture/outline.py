"""A set of the plane as a path of SVG with few points: the boundary is traced through the squares of a coarse grid
(W. E. Lorensen, H. E. Cline, Computer Graphics 21 (1987) 163–169, in the plane)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot, inf

Point = tuple[float, float]
Corner = tuple[int, int]
Edge = tuple[Corner, Corner]

# Which sides of a square the boundary joins, by which corners are inside: bits 1, 2, 4, 8 for the corners left below,
# right below, right above and left above; sides 0 to 3 below, to the right, above and to the left. With two corners
# inside that are not neighbours, they are kept apart.
_JOINED: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 5: ((3, 0), (1, 2)), 6: ((0, 2),), 7: ((3, 2),),
    8: ((2, 3),), 9: ((2, 0),), 10: ((0, 1), (2, 3)), 11: ((2, 1),), 12: ((1, 3),), 13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip


def outline(values: Sequence[Sequence[float]]) -> list[list[Point]]:
    """The boundary of the set where the values of a grid are positive, as closed curves in units of the grid: x counts
    columns, y rows. Beyond the grid all is outside; the curves go around it half a square away."""
    width = len(values[0])
    outside = [-inf] * (width + 2)
    padded = [outside, *([-inf, *row, -inf] for row in values), outside]
    after = dict(_pieces(padded))
    curves = []
    while after:
        start, edge = after.popitem()
        curve = [start]
        while edge != start:
            curve.append(edge)
            edge = after.pop(edge)
        curves.append([_crossing(padded, each) for each in curve])
    return curves


def _pieces(values: Sequence[Sequence[float]]) -> Iterator[tuple[Edge, Edge]]:
    """Each piece of the boundary within a square, from the side on which it comes in to the one on which it leaves."""
    for i, (below, above) in enumerate(pairwise(values)):
        for j in range(len(below) - 1):
            corners = (below[j], below[j + 1], above[j + 1], above[j])
            inside = sum(1 << n for n, value in enumerate(corners) if value > 0)
            if 0 < inside < 15:
                a, b, c, d = (i, j), (i, j + 1), (i + 1, j + 1), (i + 1, j)
                sides = ((a, b), (b, c), (d, c), (a, d))
                for first, last in _JOINED[inside]:
                    yield sides[first], sides[last]


def _crossing(values: Sequence[Sequence[float]], edge: Edge) -> Point:
    """Where the values between two corners are 0, were they linear; half way to what is beyond the grid, whose padding
    is taken off."""
    (i, j), (k, m) = edge
    here, there = values[i][j], values[k][m]
    share = 0.5 if -inf in (here, there) else here / (here - there)
    return j + share * (m - j) - 1, i + share * (k - i) - 1


def path(curves: Sequence[Sequence[Point]], *, closed: bool = True, near: float = 0.15) -> str:
    """The curves as the `d` of a path of SVG, in pixels with one decimal. Points are left out where what remains stays
    as near."""
    return "".join(
        "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in kept) + ("Z" if closed else "")
        for curve in curves
        if len(kept := _thinned(curve, near)) > 1
    )


def _short(number: float) -> str:
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")


def _thinned(points: Sequence[Point], near: float) -> list[Point]:
    """The polygon with fewer points (D. H. Douglas, T. K. Peucker, The Canadian Cartographer 10 (1973) 112–122)."""
    if len(points) < 3:
        return list(points)
    kept, stretches = {0, len(points) - 1}, [(0, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        if last - first < 2:
            continue
        far, place = max((_away(points[i], points[first], points[last]), i) for i in range(first + 1, last))
        if far > near:
            kept.add(place)
            stretches += [(first, place), (place, last)]
    return [points[i] for i in sorted(kept)]


def _away(point: Point, first: Point, last: Point) -> float:
    """How far a point is from the line between two others."""
    x, y = last[0] - first[0], last[1] - first[1]
    u, v = point[0] - first[0], point[1] - first[1]
    square = x * x + y * y
    share = min(max((u * x + v * y) / square, 0.0), 1.0) if square else 0.0
    return hypot(u - share * x, v - share * y)
