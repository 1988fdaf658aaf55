"""The tableaux of a one-step method as the proof of existence sees them: intervals around their entries, and which of
them are unknowns.

    Y_q = u_q + h Σ_f a^f F_f(Y_of(f)),   f over the fields that drive part q

One field is one tableau. All stages of a part are evaluated by all fields that depend on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tableau2net.algebra.domains.balls import enclosed
from tableau2net.exact import Expression, units
from tableau2net.exact.root_sum import Interval
from tableau2net.methods import Method
from tableau2net.series.weights import ONE_FIELD, Colour
from tableau2net.verify.conditions.colours import colours

Row = dict[int, int]  # the entries that are not exactly 0, by their column: numbers of intervals


@dataclass(frozen=True)
class Field:
    """The tableau of a field: which part its slopes drive, and which they depend on."""

    name: str
    linear: bool
    drives: int
    of: int
    A: tuple[Row, ...]
    b: Row
    b_hat: Row | None


@dataclass(frozen=True)
class Tableaux:
    """All entries as intervals, one after the other; a point is one number in each. `unknowns` are the numbers of those
    that are known within their digits only: the interval of any other is around one number, if that is irrational."""

    stages: int
    fields: tuple[Field, ...]
    intervals: tuple[Interval, ...]
    unknowns: tuple[int, ...]


@lru_cache(maxsize=4)  # of one method, as it is and with zeros, are asked for again and again
def tableaux(printed: Method, *, tied: bool = False) -> Tableaux | None:
    """The tableaux of a one-step method; None for a method of another kind. With `tied`, entries of a field that are
    printed alike are one. Raises InputError for a coefficient that has no enclosure."""
    colouring: tuple[Colour, ...] | str = (ONE_FIELD,) * printed.stages
    if printed.fields is not None:
        colouring = colours(printed)
    elif len(printed.external) > 1 or printed.multistep is not None:
        return None
    if isinstance(colouring, str):
        return None
    names = tuple(dict.fromkeys(colouring))
    if len(printed.A) % len(names):
        return None
    s = len(printed.A) // len(names)
    places = {name: [j for j, each in enumerate(colouring) if each == name] for name in names}
    if any(len(columns) != s for columns in places.values()):
        return None
    intervals: list[Interval] = []
    unknowns: list[int] = []

    rows: dict[tuple[Expression, ...], Row] = {}
    numbers: dict[tuple[object, object], int] = {}

    def row(entries: tuple[Expression, ...], columns: list[int]) -> Row:
        """A row of a field's tableau; rows that are printed alike are one, as where the last one is b, or two fields
        have the same weights."""
        key = tuple(entries[column] for column in columns)
        if key in rows:
            return rows[key]
        found = rows[key] = Row()
        for j, (column, entry) in enumerate(zip(columns, key, strict=True)):
            alike = (colouring[column], entry) if tied else (column, len(intervals))
            bounds = enclosed(entry)
            if alike in numbers:
                found[j] = numbers[alike]
            elif bounds != (Fraction(0), Fraction(0)):
                found[j] = numbers[alike] = len(intervals)
                if units(entry):
                    unknowns.append(len(intervals))
                intervals.append(bounds)
        return found

    def stages_of(part: int) -> list[int]:
        """The first block of stages that are built from this part."""
        return next(columns for name, columns in places.items() if name.of == part)

    fields = []
    for name, columns in places.items():
        if all(other.of != name.drives for other in names):
            return None  # nothing is evaluated at the part that it drives
        fields.append(
            Field(
                name.name,
                name.linear,
                name.drives,
                name.of,
                tuple(row(printed.A[i], columns) for i in stages_of(name.drives)),
                row(printed.B[name.drives if len(printed.B) > 1 else 0], columns),
                None if printed.b_hat is None else row(printed.b_hat, columns),
            )
        )
    return Tableaux(s, tuple(fields), tuple(intervals), tuple(unknowns))
