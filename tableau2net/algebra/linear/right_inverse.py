"""The right inverse of a matrix of floats that makes solutions least."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from operator import mul

DEPENDENT = 1e-13  # of a row's size: what is left of one that depends on the others, as far as floats tell


def right_inverse(J: Sequence[Sequence[float]]) -> list[list[float]] | None:
    """J⁺ = Q R⁻ᵀ with Jᵀ = Q R, by Gram and Schmidt's method, each vector made orthogonal twice where much of it is
    lost; None where the rows are dependent, as far as floats tell."""
    Q: list[Sequence[float]] = []
    R: list[list[float]] = []
    for row in J:
        vector, size, parts = row, sqrt(fsum(a * a for a in row)), [0.0] * len(Q)
        for _ in range(2):
            for i, q in enumerate(Q):
                share = sum(map(mul, q, vector))
                if share:
                    parts[i] += share
                    vector = [a - share * b for a, b in zip(vector, q, strict=True)]
            rest = sqrt(fsum(a * a for a in vector))
            if rest > size / 2:
                break
        if rest <= DEPENDENT * size:
            return None
        Q.append([a / rest for a in vector])
        R.append([*parts, rest])
    # J⁺ R = Q column by column from the last: J⁺ = Q R⁻ᵀ, where R holds the rows of the lower triangle.
    columns: list[Sequence[float]] = [[]] * len(Q)
    for i in reversed(range(len(Q))):
        column = Q[i]
        for k in range(i + 1, len(Q)):
            share = R[k][i]
            if share:
                column = [a - share * b for a, b in zip(column, columns[k], strict=True)]
        columns[i] = [a / R[i][i] for a in column]
    return [list(row) for row in zip(*columns, strict=True)]
