"""The box of several parameters, and whether the powers of a matrix V stay bounded inside it.

There the root condition of V's minimal polynomial holds everywhere or nowhere if none of its critical polynomials
(`parameter_line`) vanishes: then one sample decides. Where one does, points on both sides of its zeros are looked at,
and one at which the powers of V are not bounded refutes.

The number pi is one more parameter (`algebra/domains/function_field.py`), whose range is a narrow one around it: what
holds in all of the box holds at pi. The points are looked at with pi itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from tableau2net.algebra.polynomials.bernstein import Point, keeps_sign
from tableau2net.exact import Constant, Expression, number
from tableau2net.methods import Interval, Matrix
from tableau2net.verify.stability.parameter_line import Pencil, pencil, rational
from tableau2net.verify.stability.power_bounded import bounded_at
from tableau2net.verify.stability.real_line import CLOSE, enclosed, limits

Values = dict[str, Expression]
PI = str(Constant())
PARTS = 8  # in which a range is divided
TRIED = tuple(
    Fraction(x) for x in ("0", "1/2", "-1/2", "1", "-1", "2", "-2")
)  # of a parameter without a range


def unbounded_inside(V: Matrix, ranges: Mapping[str, Interval | None]) -> Values | bool | None:
    """Values inside the ranges of its parameters for which the powers of V are not bounded; False where there are none,
    None where that is not decided. The whole line is the range None. Raises InputError for what cannot be decided."""
    found = pencil(V)
    names = found.names
    ranged = [_around_pi() if name == PI else ranges[name] for name in names]
    witnesses: list[Point] = []
    outer = tuple(limits(each, outwards=True) for each in ranged if each is not None)
    if len(outer) == len(ranged):
        verdicts = [keeps_sign(terms, outer) for terms in _critical(found)]
        if all(verdict is True for verdict in verdicts):
            centre = tuple((low + high) / 2 for low, high in outer)
            return False if found.bounded_at(*centre) else _values(names, centre)
        witnesses = [verdict for verdict in verdicts if isinstance(verdict, tuple)]
    inner = [None if each is None else limits(each, outwards=False) for each in ranged]
    grids = [TRIED if each is None else _divided(*each) for each in inner]
    for point in (*witnesses, *product(*grids)):
        if all(side is None or side[0] < x < side[1] for x, side in zip(point, inner, strict=True)):
            values = _values(names, point)
            if not bounded_at(V, values):
                return values
    return None


def _critical(found: Pencil) -> Iterator[dict[tuple[int, ...], Fraction]]:
    """The irreducible factors of the critical polynomials' norms, by their terms."""
    factors = {
        factor for each in found.critical for factor, _ in rational(each, found.domain).factor_list()[1]
    }
    for factor in sorted(factors, key=str):
        terms = factor.as_dict(native=True).items()
        yield {powers: Fraction(int(a.numerator), int(a.denominator)) for powers, a in terms}


def _around_pi() -> Interval:
    low, high = map(number, enclosed(Constant(), CLOSE))
    return Interval(low, high, low_open=True, high_open=True)


def _divided(low: Fraction, high: Fraction) -> tuple[Fraction, ...]:
    return tuple(low + (high - low) * i / PARTS for i in range(1, PARTS))


def _values(names: tuple[str, ...], point: Point) -> Values:
    return {name: number(x) for name, x in zip(names, point, strict=True) if name != PI}
