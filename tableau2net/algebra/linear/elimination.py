"""Linear equations over the exact domains."""

from __future__ import annotations

from collections.abc import Sequence

from tableau2net.algebra.element import Element, absent

Rows = Sequence[Sequence[Element]]


def solved(matrix: Rows, right: Rows) -> list[list[Element]] | None:
    """X with M X = R for an n×n matrix M; None where M is singular."""
    found = reduced([[*row, *other] for row, other in zip(matrix, right, strict=True)], len(matrix))
    return None if found is None else found[0]


def reduced(rows: Rows, columns: int) -> tuple[list[list[Element]], list[list[Element]]] | None:
    """What Gauss and Jordan leave of the rows beyond the first columns, which become those of the identity and then 0:
    the rows of the identity, and all others. None where these columns are dependent."""
    left, done = [list(row) for row in rows], list[list[Element]]()
    for column in range(columns):
        pivot = next((i for i, row in enumerate(left) if row[column]), None)
        if pivot is None:
            return None
        top = left.pop(pivot)
        lead = top[column]
        top = [a / lead for a in top]
        left = [_cleared(row, top, column) for row in left]
        done = [_cleared(row, top, column) for row in done] + [top]
    return [row[columns:] for row in done], [row[columns:] for row in left]


def _cleared(row: list[Element], top: list[Element], column: int) -> list[Element]:
    factor = row[column]
    return row if absent(factor) else [a - factor * b for a, b in zip(row, top, strict=True)]
