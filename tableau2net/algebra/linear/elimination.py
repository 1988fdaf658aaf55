"""Linear equations over the exact domains."""

from __future__ import annotations

from collections.abc import Sequence

from tableau2net.algebra.element import Element

Rows = Sequence[Sequence[Element]]


def solved(matrix: Rows, right: Rows) -> list[list[Element]] | None:
    """X with M X = R for an n×n matrix M, by Gauss and Jordan; None where M is singular."""
    size = len(matrix)
    rows = [[*row, *other] for row, other in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = next((i for i in range(column, size) if rows[i][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        lead = rows[column][column]
        rows[column] = [a / lead for a in rows[column]]
        for i in range(size):
            factor = rows[i][column]
            if i != column and factor:
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[column], strict=True)]
    return [row[size:] for row in rows]
