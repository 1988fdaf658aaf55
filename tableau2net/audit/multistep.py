"""The exact multistep method behind floats: given its α and which slopes it reads, one method alone has the highest
order, so where the floats are that one to rounding, its rational numbers are meant."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

SIMPLE = 10_000  # the largest denominator of an α
NEAR = Fraction(1, 2**40)  # of a β, beside 1 or the largest one


def determined(alpha: Sequence[float], beta: Sequence[float]) -> tuple[list[str], list[str]] | None:
    """The α and β of the method of the highest order with these α and slopes, as fractions in text; None where the
    floats are not near to it.

    Σ α_i i^q = q Σ β_i i^(q−1) for q = 1, 2, … (E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential
    Equations I, III.2), as many equations as slopes.
    """
    exact = [Fraction(each).limit_denominator(SIMPLE) for each in alpha]
    read = [i for i, each in enumerate(beta) if each]
    if sum(exact) or not read:
        return None
    rows = [
        [*(Fraction(q * i ** (q - 1)) for i in read), sum(a * i**q for i, a in enumerate(exact))]
        for q in range(1, len(read) + 1)
    ]
    found = [Fraction(0)] * len(beta)
    for i, value in zip(read, _solution(rows), strict=True):
        found[i] = value
    bound = NEAR * max(Fraction(1), *map(abs, found))
    if any(abs(value - Fraction(each)) > bound for value, each in zip(found, beta, strict=True)):
        return None
    return list(map(str, exact)), list(map(str, found))


def _solution(rows: list[list[Fraction]]) -> list[Fraction]:
    """That of linear equations in powers of different numbers, which have one."""
    for j in range(len(rows)):
        pivot = next(i for i in range(j, len(rows)) if rows[i][j])
        rows[j], rows[pivot] = rows[pivot], rows[j]
        rows[j] = [each / rows[j][j] for each in rows[j]]
        for i, row in enumerate(rows):
            if i != j and row[j]:
                rows[i] = [a - row[j] * b for a, b in zip(row, rows[j], strict=True)]
    return [row[-1] for row in rows]
