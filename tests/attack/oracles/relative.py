"""Order relative to a starting method, and effective order: S with M S = S E up to order p (Butcher 2003, §38, §53).

The starting values are B-series ξ (r), found tree by tree. With u = ξ(∅), V u = u, and W(t, s) the sum over all ways to
leave s of t of the product of 1/γ of what is cut off,

    V ξ(t) + B Φ(t) = u/γ(t) + Σ_s W(t, s) ξ(s),      Φ([t_1 … t_m]) = Π (A Φ(t_k) + U ξ(t_k)).

V − I has the kernel u and the left kernel w, so ξ(t) is known but for a multiple α(t) of u, and w times the equation is
a condition, in which the α of the order before are linear: [t = [s]] − W(t, s). A one-step method is the case r = 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from attack.numbers import Exact
from attack.oracles.trees import Matrix, dot, forest

ZERO = Fraction(0)


def eigenvectors(U: Matrix, V: Matrix) -> tuple[list[list[Exact]], list[Exact], list[Exact]] | None:
    """V − I, and u and w with V u = u, u_1 = 1, w V = w, w u = 1; None where 1 is no simple eigenvalue, or U u is not
    1."""
    moved = [[v - (1 if i == j else 0) for j, v in enumerate(row)] for i, row in enumerate(V)]
    right, left = kernel(moved), kernel([list(column) for column in zip(*moved, strict=True)])
    if len(right) != 1 or not right[0][0]:
        return None
    u = [x / right[0][0] for x in right[0]]
    scale = dot(left[0], u)
    if not scale or any(dot(row, u) - 1 for row in U):
        return None
    return moved, u, [x / scale for x in left[0]]


def abscissae(A: Matrix, U: Matrix, B: Matrix, V: Matrix) -> list[Exact] | None:
    """When the stages are, but for a common shift, in units of what the state moves by in a step."""
    known = eigenvectors(U, V)
    if known is None:
        return None
    moved, u, w = known
    produced = [sum(row, ZERO) for row in B]
    phi = dot(w, produced)
    xi = solution(moved, [phi * x - y for x, y in zip(u, produced, strict=True)])
    assert xi is not None
    return [sum(a, ZERO) + dot(b, xi) for a, b in zip(A, U, strict=True)]


def relative_order(A: Matrix, U: Matrix, B: Matrix, V: Matrix, highest: int) -> int | None:
    """The order relative to the best starting method, no more than `highest`; None without `eigenvectors`."""
    r, trees = len(V), forest()
    known = eigenvectors(U, V)
    if known is None:
        return None
    moved, u, w = known
    xi: dict[int, list[Exact]] = {}
    slopes: dict[int, list[Exact]] = {}
    for n in range(1, highest + 1):
        rests = {}
        for k in trees.of_order(n):
            tree = trees.trees[k]
            phi: list[Exact] = [Fraction(1)] * len(A)
            for child in tree.children:
                inner = [dot(a, slopes[child]) + dot(b, xi[child]) for a, b in zip(A, U, strict=True)]
                phi = [x * y for x, y in zip(phi, inner, strict=True)]
            slopes[k] = phi
            rests[k] = _rest(k, tree.density, u, xi, [dot(row, phi) for row in B])
        before = trees.of_order(n - 1)
        matrix = [
            [Fraction(int(trees.trees[k].children == (s,))) - left_over(k).get(s, ZERO) for s in before]
            if n > 2
            else []
            for k in trees.of_order(n)
        ]
        alpha = solution(matrix, [-dot(w, rests[k]) for k in trees.of_order(n)])
        if alpha is None:
            return n - 1
        shift = dict(zip(before, alpha, strict=False))
        for s, a in shift.items():
            xi[s] = [x + a * y for x, y in zip(xi[s], u, strict=True)]
        for k in trees.of_order(n):
            children = trees.trees[k].children
            if shift and any(a for a in shift.values()):
                if len(children) == 1 and children[0] in shift:
                    slopes[k] = [x + shift[children[0]] for x in slopes[k]]
                rests[k] = _rest(k, trees.trees[k].density, u, xi, [dot(row, slopes[k]) for row in B])
            found = solution(moved, [-x for x in rests[k]])
            assert found is not None
            xi[k] = found
        assert r == len(u)
    return highest


def _rest(
    k: int, density: int, u: Sequence[Exact], xi: dict[int, list[Exact]], produced: Sequence[Exact]
) -> list[Exact]:
    """B Φ(t) − u/γ(t) − Σ_{s ≠ t} W(t, s) ξ(s)."""
    result = [b - x * Fraction(1, density) for b, x in zip(produced, u, strict=True)]
    for s, weight in left_over(k).items():
        if s != k:
            result = [x - weight * y for x, y in zip(result, xi[s], strict=True)]
    return result


@cache
def left_over(k: int) -> dict[int, Fraction]:
    """W(t, ·)."""
    trees = forest()
    tree = trees.trees[k]
    found: dict[tuple[int, ...], Fraction] = {(): Fraction(1)}
    for child in tree.children:
        options = dict(left_over(child))
        new: dict[tuple[int, ...], Fraction] = {}
        for kept, weight in found.items():
            new[kept] = new.get(kept, ZERO) + weight / trees.trees[child].density
            for s, factor in options.items():
                key = tuple(sorted((*kept, s)))
                new[key] = new.get(key, ZERO) + weight * factor
        found = new
    return {_index(children): weight for children, weight in found.items()}


@cache
def _index(children: tuple[int, ...]) -> int:
    trees = forest()
    n = 1 + sum(trees.trees[k].order for k in children)
    return next(k for k in trees.of_order(n) if trees.trees[k].children == children)


def kernel(matrix: Matrix) -> list[list[Exact]]:
    """A basis of {x : M x = 0}."""
    rows, pivots = echelon(matrix)
    n = len(matrix[0])
    found = []
    for free in (j for j in range(n) if j not in pivots):
        x: list[Exact] = [ZERO] * n
        x[free] = Fraction(1)
        for row, j in zip(rows, pivots, strict=False):
            x[j] = -row[free]
        found.append(x)
    return found


def solution(matrix: Matrix, right: Sequence[Exact]) -> list[Exact] | None:
    """An x with M x = r, free entries being 0; None where there is none."""
    n = len(matrix[0]) if matrix else 0
    rows, pivots = echelon([[*row, b] for row, b in zip(matrix, right, strict=True)])
    if n in pivots:
        return None
    x: list[Exact] = [ZERO] * n
    for row, j in zip(rows, pivots, strict=False):
        x[j] = row[n]
    return x


def echelon(matrix: Matrix) -> tuple[list[list[Exact]], list[int]]:
    """The reduced rows, and the columns of their leading ones."""
    rows, pivots, at = [list(row) for row in matrix], list[int](), 0
    for j in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(at, len(rows)) if rows[i][j]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        scale = rows[at][j]
        rows[at] = [x / scale for x in rows[at]]
        for i in range(len(rows)):
            factor = rows[i][j]
            if i != at and factor:
                rows[i] = [x - factor * y if y else x for x, y in zip(rows[i], rows[at], strict=True)]
        pivots.append(j)
        at += 1
    return rows, pivots
