"""Fractions of which a table prints the first digits, where some of its entries are simple fractions.

Where a method was made from simple abscissae and a few free numbers by solving linear equations, its coefficients are
rational, though of long denominators. So the entries that are simple are taken as such, the others are found by
Newton's method to many more digits than were printed, and each is the fraction of which the digits go on so, by
continued fractions. All of this is a guess: whether the fractions have the orders is decided exactly, and it does not
matter on what the equations depend.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tableau2net.algebra.domains.balls import enclosed
from tableau2net.algebra.linear.right_inverse import right_inverse
from tableau2net.exact import Expression, Number, units
from tableau2net.methods import Method
from tableau2net.verify.existence.candidates import is_simple, simplest_between
from tableau2net.verify.existence.conditions import Component, Values
from tableau2net.verify.existence.equations import Equation
from tableau2net.verify.existence.tableau import Tableaux

_BITS = 640  # after the point: fractions of denominators of up to 300 bits are found
_STEPS = 40  # of Newton's method
_SLACK = 40  # bits that rounding takes
_DEPENDENT = 1e-10  # of the largest slope: what is left of a row that depends on others

Chosen = dict[int, Fraction]  # by the number of the entry


def simple_entries(tableaux: Tableaux) -> Chosen:
    """The unknowns that are near a fraction that is simple."""
    found = {k: _simplest(tableaux, k) for k in tableaux.unknowns}
    return {k: fraction for k, fraction in found.items() if is_simple(fraction, _half(tableaux, k))}


def with_fractions(printed: Method, tableaux: Tableaux, chosen: Chosen) -> Method:
    """The method with these entries; `tableaux` are tied, so that entries that are printed alike are one."""
    by_bounds = {tableaux.intervals[k]: Number(fraction) for k, fraction in chosen.items()}

    def choice(entry: Expression) -> Expression:
        return by_bounds[enclosed(entry)] if units(entry) else entry

    return printed.mapped(choice)


def extended(
    tableaux: Tableaux,
    equations: Sequence[Equation],
    vanishing: Collection[Component],
    rows: Sequence[Mapping[int, float]],
    simple: Chosen,
) -> Chosen | None:
    """All unknowns as fractions within their digits; None where Newton's method finds none. `rows` are the slopes of
    the equations in units of the digits."""
    free = [k for k in tableaux.unknowns if k not in simple]
    sizes = [max((abs(row[k]) for k in free if k in row), default=0.0) for row in rows]
    scaled = [
        [row.get(k, 0.0) / size for k in free] if size else [] for row, size in zip(rows, sizes, strict=True)
    ]
    pivots = _pivots({number: row for number, row in enumerate(scaled) if row})
    if not pivots:
        return None
    columns = [free[column] for _, column in pivots]
    chosen = {k: simple[k] if k in simple else _simplest(tableaux, k) for k in tableaux.unknowns}
    inverse = right_inverse([[scaled[number][column] for _, column in pivots] for number, _ in pivots])
    if inverse is None:
        return None
    found = _newton(
        tableaux,
        [(equations[number], sizes[number]) for number, _ in pivots],
        vanishing,
        {k: chosen[k] if k not in columns else _middle(tableaux, k) for k in chosen},
        columns,
        inverse,
    )
    if found is None:
        return None
    chosen |= found
    inside = all(abs(chosen[k] - _middle(tableaux, k)) <= _half(tableaux, k) for k in chosen)
    return chosen if inside else None


def _newton(
    tableaux: Tableaux,
    equations: Sequence[tuple[Equation, float]],
    vanishing: Collection[Component],
    start: Chosen,
    columns: Sequence[int],
    inverse: Sequence[Sequence[float]],
) -> Chosen | None:
    """The fractions to which Newton's method leads, with the slopes at the start."""
    from mpmath import ldexp, mp, mpf

    with mp.workprec(_BITS):

        def near(value: Fraction) -> mpf:
            return mpf(value.numerator) / value.denominator

        middles = [(low + high) / 2 for low, high in tableaux.intervals]
        entries = [near(start.get(k, middle)) for k, middle in enumerate(middles)]
        halves = [near(_half(tableaux, k)) for k in columns]
        sizes = [mpf(size) for _, size in equations]
        for _ in range(_STEPS):
            at = Values(tableaux, entries, near, vanishing)
            values = [each.value(at) / size for (each, _), size in zip(equations, sizes, strict=True)]
            most = max(map(abs, values))
            if most < ldexp(1, _SLACK - _BITS) / min(halves):
                return _fractions(dict(zip(columns, (entries[k] for k in columns), strict=True)))
            floats = [float(value / most) for value in values]
            for k, half, row in zip(columns, halves, inverse, strict=True):
                entries[k] -= half * most * sum(a * b for a, b in zip(row, floats, strict=True))
    return None


def _fractions(numbers: Mapping[int, Any]) -> Chosen | None:
    """The fractions of short denominators that these floating numbers are near; None where one is near none."""
    found = {}
    for k, value in numbers.items():
        whole = Fraction(int(value * 2**_BITS), 2**_BITS)
        found[k] = whole.limit_denominator(1 << _BITS // 2 - _SLACK)
        if abs(found[k] - whole) * 2 ** (_BITS - 2 * _SLACK) > max(1, abs(whole)):
            return None
    return found


def _pivots(rows: dict[int, list[float]]) -> list[tuple[int, int]]:
    """Independent rows, and columns in which they are so, by Gaussian elimination: the largest entry first."""
    found: list[tuple[int, int]] = []
    while rows:
        size, number = max((max(map(abs, row)), number) for number, row in rows.items())
        if size < _DEPENDENT:
            break
        pivot = rows.pop(number)
        column = max(range(len(pivot)), key=lambda each: abs(pivot[each]))
        found.append((number, column))
        for other, row in rows.items():
            if row[column]:
                factor = row[column] / pivot[column]
                rows[other] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
                rows[other][column] = 0.0
    return found


def _simplest(tableaux: Tableaux, k: int) -> Fraction:
    return simplest_between(*tableaux.intervals[k])


def _middle(tableaux: Tableaux, k: int) -> Fraction:
    low, high = tableaux.intervals[k]
    return (low + high) / 2


def _half(tableaux: Tableaux, k: int) -> Fraction:
    low, high = tableaux.intervals[k]
    return (high - low) / 2
