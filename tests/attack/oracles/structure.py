"""What a Runge–Kutta tableau is besides its order, of the irreducible method that it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from typing import Any

from attack.numbers import Exact, sign
from attack.oracles.polynomials import determinant
from attack.oracles.trees import dot

Matrix = Sequence[Sequence[Exact]]


def irreducible(A: Matrix, b: Sequence[Exact]) -> tuple[list[list[Exact]], list[Exact]]:
    """The method without the stages that its result does not depend on (Dahlquist, Jeltsch), and with one stage for
    those that are always equal (Hundsdorfer, Spijker)."""
    needed, new = set[int](), {j for j, weight in enumerate(b) if weight}
    while new:
        needed |= new
        new = {j for i in needed for j, a in enumerate(A[i]) if a} - needed
    if not needed:
        return [[Fraction(0)]], [Fraction(0)]
    kept = sorted(needed)
    A, b = [[A[i][j] for j in kept] for i in kept], [b[j] for j in kept]
    block = [0] * len(b)
    while True:
        sums = [tuple(_sum(row, block, k) for k in range(max(block) + 1)) for row in A]
        signatures = list(dict.fromkeys(zip(block, sums, strict=True)))
        finer = [signatures.index(each) for each in zip(block, sums, strict=True)]
        if finer == block:
            break
        block = finer
    first = [block.index(k) for k in range(max(block) + 1)]
    if len(first) == len(b):
        return [list(row) for row in A], b
    merged = [[_sum(A[i], block, k) for k in range(len(first))] for i in first]
    return irreducible(merged, [_sum(b, block, k) for k in range(len(first))])


def _sum(row: Sequence[Exact], block: Sequence[int], k: int) -> Exact:
    return sum((a for a, of in zip(row, block, strict=True) if of == k), Fraction(0))


def symplectic(A: Matrix, b: Sequence[Exact]) -> bool:
    return all(not x for row in _quadratic(A, b) for x in row)


def algebraically_stable(A: Matrix, b: Sequence[Exact]) -> bool:
    """b ≥ 0, and no principal minor of M is negative."""
    M, stages = _quadratic(A, b), range(len(b))
    if any(sign(weight) < 0 for weight in b):
        return False
    chosen = ([i for i in stages if mask >> i & 1] for mask in range(1, 2 ** len(b)))
    return all(sign(determinant([[M[i][j] for j in rows] for i in rows])) >= 0 for rows in chosen)


def _quadratic(A: Matrix, b: Sequence[Exact]) -> list[list[Exact]]:
    stages = range(len(b))
    return [[b[i] * A[i][j] + b[j] * A[j][i] - b[i] * b[j] for j in stages] for i in stages]


def symmetric(A: Matrix, b: Sequence[Exact]) -> bool:
    """Whether the stages of the adjoint method, a*_ij = b_j − a_ij, are those of the method in another order."""
    stages = range(len(b))
    return any(
        all(b[p[j]] == b[j] for j in stages)
        and all(A[p[i]][p[j]] == b[j] - A[i][j] for i in stages for j in stages)
        for p in permutations(stages)
    )


def quadrature(b: Sequence[Exact], c: Sequence[Exact], highest: int) -> int:
    """The p of B(p)."""
    return next(
        (q - 1 for q in range(1, highest + 1) if dot(b, [x ** (q - 1) for x in c]) - Fraction(1, q)), highest
    )


def simplifying_c(A: Matrix, c: Sequence[Exact], highest: int) -> int:
    """The η of C(η)."""
    for q in range(1, highest + 1):
        powers = [x ** (q - 1) for x in c]
        if any(dot(row, powers) - x**q * Fraction(1, q) for row, x in zip(A, c, strict=True)):
            return q - 1
    return highest


def simplifying_d(A: Matrix, b: Sequence[Exact], c: Sequence[Exact], highest: int) -> int:
    """The ζ of D(ζ)."""
    stages = range(len(b))
    for q in range(1, highest + 1):
        weights = [w * x ** (q - 1) for w, x in zip(b, c, strict=True)]
        if any(dot(weights, [row[j] for row in A]) - b[j] * (1 - c[j] ** q) * Fraction(1, q) for j in stages):
            return q - 1
    return highest


def ssp(A: Matrix, b: Sequence[Exact]) -> Any:
    """Kraaijevanger's radius of absolute monotonicity, by halving between what was tried; None where there is no end.
    Each r is tried by exact elimination: K(I + rK)^{-1} ≥ 0 and r K(I + rK)^{-1} e ≤ e."""
    s = len(b)
    K = [[*row, Fraction(0)] for row in (*A, b)]
    if not monotonic(K, Fraction(1, 2**40), s):
        return Fraction(0)
    low, high = Fraction(0), Fraction(1)
    while monotonic(K, high, s):
        low, high = high, high * (2 if high < 2**12 else 2**20)
        if high > 2**140:
            return None
    for _ in range(44 if high <= 2**13 else 80):
        middle = (low + high) / 2
        if monotonic(K, middle, s):
            low = middle
        else:
            high = middle
    return low


def monotonic(K: Matrix, r: Fraction, s: int) -> bool:
    """Whether K(I + rK)^{-1} has no negative entry, and r times its row sums are no more than 1."""
    n = s + 1
    rows = [
        [(1 if i == j else 0) + r * K[j][i] for j in range(n)] + [K[j][i] for j in range(n)] for i in range(n)
    ]  # the transposed (I + rK)ᵀ Xᵀ = Kᵀ
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            return False
        rows[k], rows[pivot] = rows[pivot], rows[k]
        scale = rows[k][k]
        rows[k] = [x / scale if x else x for x in rows[k]]
        for i in range(n):
            factor = rows[i][k]
            if i != k and factor:
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    X = [[rows[j][n + i] for j in range(n)] for i in range(n)]
    return all(sign(x) >= 0 for row in X for x in row) and all(
        sign(1 - r * sum(row, Fraction(0))) >= 0 for row in X
    )
