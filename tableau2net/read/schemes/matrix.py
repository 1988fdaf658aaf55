"""Vectors and matrices of exact numbers as documents write them, and the checks of their shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator

from tableau2net.exact import ZERO, Expression
from tableau2net.read.leaves import Coefficient, comma_hint, entries
from tableau2net.read.model import fault

MAX_STAGES = 500

Rows = tuple[tuple[Expression, ...], ...]
Vector = tuple[Annotated[Expression, Coefficient()], ...]
PatternVector = tuple[Annotated[Expression, Coefficient(pattern=True)], ...]

# How long row i (from 0) of s is, for each way to write a matrix. The way that fits most rows is
# what was meant; of several, one that fits the first row.
_FORMS: dict[str, Callable[[int, int], int]] = {
    "all {s} entries in each row": lambda i, s: s,
    "the strictly lower part, i − 1 entries in row i": lambda i, s: i,
    "the lower part, i entries in row i": lambda i, s: i + 1,
}


def square(rows: Rows) -> Rows:
    """The s×s matrix: as written, or the lower or strictly lower part filled up with zeros. Raises
    a fault."""
    s = len(rows)
    if s == 0:
        raise fault("a scheme has at least one stage", "A without rows", "one row for each stage")
    if s > MAX_STAGES:
        raise fault("the scheme has too many stages", str(s), f"at most {MAX_STAGES}")
    form = max(_FORMS, key=lambda name: _fits(rows, _FORMS[name]))
    for i, row in enumerate(rows):
        length = _FORMS[form](i, s)
        if len(row) != length:
            found = f"{entries(len(row))} in row {i + 1}"
            expected = f"{length} ({form.format(s=s)}){comma_hint(row, length)}"
            raise fault("A is ragged", found, expected, path=(i,))
    return tuple(row + (ZERO,) * (s - len(row)) for row in rows)


def _fits(rows: Rows, length: Callable[[int, int], int]) -> tuple[int, bool]:
    """How many rows have the lengths of a form, and whether the first is one of them."""
    fitting = [len(row) == length(i, len(rows)) for i, row in enumerate(rows)]
    return sum(fitting), fitting[0]


def check_shape(name: str, rows: Rows, height: int, width: int) -> None:
    """Raise a fault where the matrix under the key `name` is not height×width."""
    if len(rows) != height:
        raise fault(f"{name} has the wrong height", f"{len(rows)} rows", str(height), path=(name,))
    for i, row in enumerate(rows):
        if len(row) != width:
            found = f"{entries(len(row))} in row {i + 1}"
            expected = f"{width}{comma_hint(row, width)}"
            raise fault(f"{name} is ragged", found, expected, path=(name, i))


Matrix = tuple[Vector, ...]
StageMatrix = Annotated[tuple[PatternVector, ...], AfterValidator(square)]
