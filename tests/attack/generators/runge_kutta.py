"""Runge–Kutta methods: of known orders by quadrature and simplifying assumptions, by composition and extrapolation, by
formulas; the adjoint and the conjugates of each; with stages that change nothing; and mere noise."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from attack.generators.coefficients import distinct, element, fraction, moved, positive, some_field, written
from attack.numbers import (
    CUBE_ROOT,
    HEPTAGON,
    NORSETT,
    SQRT2,
    SQRT3,
    SQRT5,
    SQRT6,
    SQRT15,
    Exact,
)
from attack.oracles.trees import forest, order
from attack.scheme import Scheme

Tableau = tuple[list[list[Exact]], list[Exact]]
ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)


def scheme(rng: random.Random) -> Scheme:
    """A method of one of the kinds below, perhaps padded, moved, written oddly, with embedded weights and claims."""
    make = rng.choices(list(MAKERS), list(MAKERS.values()))[0]
    made = make.__name__
    A, b = make(rng)
    if rng.random() < 0.2 and len(b) < 5:
        A, b = rng.choice(PADS)(A, b, rng)
        made += ", padded"
    found = tableau(A, b, made)
    if rng.random() < 0.25:
        found = moved(found, rng)
        made += ", moved by 1e-30"
    if rng.random() < 0.25:
        found = with_embedded(found, rng)
    return claimed(written(replace(found, made=made), rng), rng)


def tableau(A: Sequence[Sequence[Exact]], b: Sequence[Exact], made: str = "") -> Scheme:
    return Scheme("runge-kutta", {"A": tuple(map(tuple, A)), "b": (tuple(b),)}, made=made)


def with_embedded(found: Scheme, rng: random.Random) -> Scheme:
    """With weights of another quadrature on the same nodes, or of none."""
    b = list(found["b"][0])
    if len(b) < 2:
        return found
    hats = [element(rng, None) for _ in b] if rng.random() < 0.3 else list(b)
    i, j = rng.sample(range(len(b)), 2)
    shift = fraction(rng, 1)
    hats[i], hats[j] = hats[i] + shift, hats[j] - shift
    arrays = {**found.arrays, "b_hat": (tuple(hats),)}
    return replace(found, arrays=arrays).claiming(
        embedded_order=rng.randint(0, 3) if rng.random() < 0.5 else None
    )


def claimed(found: Scheme, rng: random.Random) -> Scheme:
    """With claims, true or one off."""
    if rng.random() < 0.5:
        return found
    p = order([found["A"]], [found["b"][0]], forest(), 6)
    found = found.claiming(order=max(0, p + rng.choice([0, 0, 0, 1, -1])))
    if rng.random() < 0.3:
        c = [sum(row, ZERO) for row in found["A"]]
        if rng.random() < 0.3:
            c[rng.randrange(len(c))] += Fraction(1, 10**30)
        found = replace(found, arrays={**found.arrays, "c": (tuple(c),)})
    if rng.random() < 0.2:
        found = found.claiming(stage_order=rng.randint(0, 3))
    return found


def noise(rng: random.Random) -> Tableau:
    """No method in particular: explicit, diagonally implicit or implicit; consistent mostly."""
    s, field = rng.choice([1, 2, 2, 3, 3, 4]), some_field(rng)
    beyond = rng.choice([0, 1, s])
    A = [[element(rng, field) if j < i + beyond else ZERO for j in range(s)] for i in range(s)]
    b = [element(rng, field) for _ in range(s)]
    if rng.random() < 0.3:
        A, b = [[_size(a) for a in row] for row in A], [_size(x) for x in b]
    if rng.random() < 0.7:
        b[-1] = 1 - sum(b[:-1], ZERO)
    return A, b


def _size(x: Exact) -> Exact:
    return abs(x) if isinstance(x, Fraction) else x * x


def two_stages(rng: random.Random) -> Tableau:
    """Explicit, of order 2."""
    a = positive(rng)
    return [[ZERO, ZERO], [a, ZERO]], [1 - 1 / (2 * a), 1 / (2 * a)]


def three_stages(rng: random.Random) -> Tableau:
    """Explicit, of order 3 (Butcher 2003, §32)."""
    while True:
        u, v = rng.sample(distinct(rng, 4, zero=True)[1:], 2)
        if found := three_stages_at(u, v):
            return found


def three_stages_at(u: Exact, v: Exact) -> Tableau | None:
    """With these abscissae besides 0; None where there is none."""
    b3 = (2 - 3 * u) / (6 * v * (v - u))
    if not b3:
        return None
    b2 = (2 - 3 * v) / (6 * u * (u - v))
    a32 = 1 / (6 * b3 * u)
    return [[ZERO] * 3, [u, ZERO, ZERO], [v - a32, a32, ZERO]], [1 - b2 - b3, b2, b3]


def four_stages(rng: random.Random) -> Tableau:
    """Explicit, of order 4, by solving for given abscissae (Hairer, Nørsett, Wanner I, II.1)."""
    while True:
        u, v = (fraction(rng, 1) for _ in range(2))
        if found := four_stages_at(u, v):
            return found


def four_stages_at(u: Exact, v: Exact) -> Tableau | None:
    """With these abscissae between 0 and 1; None where there is none."""
    w = 6 * u * v - 4 * (u + v) + 3
    if 0 in (u, v, w, 1 - u, 1 - v, u - v, 1 - 2 * u):
        return None
    b = _quadrature([ZERO, u, v, ONE])
    if 0 in b[2:]:
        return None
    a43 = b[2] * (1 - v) / b[3]
    a32 = 1 / (24 * b[3] * a43 * u)
    a42 = (b[1] * (1 - u) - b[2] * a32) / b[3]
    return [
        [ZERO] * 4,
        [u, ZERO, ZERO, ZERO],
        [v - a32, a32, ZERO, ZERO],
        [1 - a42 - a43, a42, a43, ZERO],
    ], b


def _quadrature(c: Sequence[Exact]) -> list[Exact]:
    """The interpolatory weights on [0, 1]."""
    return [_integral(_lagrange(c, i), ONE) for i in range(len(c))]


def _lagrange(c: Sequence[Exact], i: int) -> list[Exact]:
    """Π (x − c_j)/(c_i − c_j), lowest power first."""
    result: list[Exact] = [ONE]
    for j, node in enumerate(c):
        if j != i:
            scale = 1 / (c[i] - node)
            shifted = [ZERO, *result]
            result = [
                (shifted[k] - (node * result[k] if k < len(result) else ZERO)) * scale
                for k in range(len(shifted))
            ]
    return result


def _integral(p: Sequence[Exact], end: Exact) -> Exact:
    """From 0."""
    total: Exact = ZERO
    for k, a in enumerate(p):
        total = total + a * end ** (k + 1) * Fraction(1, k + 1)
    return total


def nodes(rng: random.Random) -> list[Exact]:
    """Gauss, Radau, Lobatto, Chebyshev, or any."""
    r3, r5, r6, r15, r2 = (field.theta for field in (SQRT3, SQRT5, SQRT6, SQRT15, SQRT2))
    known: list[list[Exact]] = [
        [HALF],
        [HALF - r3 / 6, HALF + r3 / 6],
        [HALF - r15 / 10, HALF + 0 * r15, HALF + r15 / 10],
        [Fraction(1, 3), ONE],
        [ZERO, Fraction(2, 3)],
        [Fraction(2, 5) - r6 / 10, Fraction(2, 5) + r6 / 10, ONE + 0 * r6],
        [ZERO, HALF, ONE],
        [ZERO + 0 * r5, HALF - r5 / 10, HALF + r5 / 10, ONE + 0 * r5],
        [HALF - r2 / 4, HALF + r2 / 4],
        [HALF - r3 / 4, HALF + 0 * r3, HALF + r3 / 4],
        [HEPTAGON.theta * HEPTAGON.theta, 1 - HEPTAGON.theta * HEPTAGON.theta],
        [ZERO, ONE],
    ]
    if rng.random() < 0.6:
        return rng.choice(known)
    return list(distinct(rng, rng.randint(1, 3), zero=rng.random() < 0.3, one=rng.random() < 0.3))


def collocation(rng: random.Random) -> Tableau:
    """B(s) and C(s) by interpolation; the order is that of the quadrature."""
    return collocated(nodes(rng))


def collocated(c: Sequence[Exact]) -> Tableau:
    """The method on these nodes."""
    return [[_integral(_lagrange(c, j), x) for j in range(len(c))] for x in c], _quadrature(c)


def dual(rng: random.Random) -> Tableau:
    """B(s) and D(s): a_ij = b_j (1 − ã_ji/b_i), the transposed of a collocation method; the order is that of the
    quadrature where no weight is 0."""
    while True:
        A, b = collocation(rng)
        if all(b):
            s = range(len(b))
            return [[b[j] - b[j] * A[j][i] / b[i] for j in s] for i in s], b


def singly_diagonal(rng: random.Random) -> Tableau:
    """Diagonally implicit with one γ, of order 2 for (2 ± √2)/2, 3 for (3 ± √3)/6, 4 for Nørsett's three stages."""
    choice = rng.randrange(4)
    g: Exact
    if choice == 0:
        g = 1 - SQRT2.theta / 2 if rng.random() < 0.5 else 1 + SQRT2.theta / 2
        return [[g, ZERO], [1 - g, g]], [1 - g, g]
    if choice == 1:
        g = HALF + SQRT3.theta / 6 if rng.random() < 0.5 else HALF - SQRT3.theta / 6
        return [[g, ZERO], [1 - 2 * g, g]], [HALF, HALF]
    if choice == 2:
        g = NORSETT.theta
        delta = 1 / (6 * (2 * g - 1) * (2 * g - 1))
        return [[g, ZERO, ZERO], [HALF - g, g, ZERO], [2 * g, 1 - 4 * g, g]], [delta, 1 - 2 * delta, delta]
    g = positive(rng)
    return [[g, ZERO], [1 - g, g]], [1 - g, g]


def composition(rng: random.Random) -> Tableau:
    """Steps of one small method after another: theirs is the least of the orders where they are all of one step."""
    first, second = _small(rng), _small(rng)
    part = rng.choice([HALF, Fraction(1, 3), fraction(rng, 1)])
    if rng.random() < 0.5:
        second = first
    return composed([(part, first), (1 - part, second)])


def triple_jump(rng: random.Random) -> Tableau:
    """Suzuki's and Yoshida's composition of a symmetric method of order 2, of order 4: 1/(2 − ∛2), in Q(∛2); or with a
    wrong sign of the exponent."""
    theta = CUBE_ROOT.theta
    outer = 1 / (2 - theta) if rng.random() < 0.7 else 1 / (2 - 1 / theta)
    symmetric = rng.choice([([[HALF]], [ONE]), ([[ZERO, ZERO], [HALF, HALF]], [HALF, HALF])])
    parts = [outer, 1 - 2 * outer, outer]
    return composed([(part, symmetric) for part in parts])


def conjugate(rng: random.Random) -> Tableau:
    """χ⁻¹ ∘ Φ ∘ χ: the effective order is that of Φ, the order is seldom more than that of χ."""
    chi, phi = _tiny(rng), _small(rng)
    return composed([(ONE, chi), (ONE, phi), (ONE, inverse(*chi))])


def extrapolated(rng: random.Random) -> Tableau:
    """Aitken and Neville on explicit Euler's 1, 2, … k steps: order k."""
    k = rng.choice([2, 3])
    return aitken_neville(
        rng.choice([list(range(1, k + 1)), [1, 3, 4][:k], [2, 3, 5][:k] if k == 2 else [1, 2, 3]])
    )


def aitken_neville(counts: Sequence[int]) -> Tableau:
    """Extrapolated from so many steps of explicit Euler each."""
    weights = []
    for n in counts:
        weight = ONE
        for m in counts:
            if m != n:
                weight *= Fraction(n, n - m)
        weights.append(weight)
    s = sum(counts)
    A, b, start = [[ZERO] * s for _ in range(s)], [ZERO] * s, 0
    for n, weight in zip(counts, weights, strict=True):
        for i in range(n):
            for j in range(i):
                A[start + i][start + j] = Fraction(1, n)
            b[start + i] = weight / n
        start += n
    return _merged_first(A, b)


def _merged_first(A: list[list[Exact]], b: list[Exact]) -> Tableau:
    """With one stage for all that are explicit Euler's first."""
    first = [i for i, row in enumerate(A) if not any(row)]
    kept = [first[0], *(i for i in range(len(b)) if i not in first)]

    def merged(row: Sequence[Exact]) -> list[Exact]:
        return [sum((row[i] for i in first), ZERO), *(row[i] for i in kept[1:])]

    return [merged(A[i]) for i in kept], merged(b)


def composed(parts: Sequence[tuple[Exact, Tableau]]) -> Tableau:
    """The methods one after the other, each with its part of the step."""
    s = sum(len(b) for _, (_, b) in parts)
    rows, before = [], list[Exact]()
    for part, (A, b) in parts:
        for row in A:
            new = before + [part * a for a in row]
            rows.append(new + [ZERO] * (s - len(new)))
        before = before + [part * x for x in b]
    return rows, before


def inverse(A: Sequence[Sequence[Exact]], b: Sequence[Exact]) -> Tableau:
    """The step that undoes the step: a_ij − b_j, −b_j."""
    return [[a - x for a, x in zip(row, b, strict=True)] for row in A], [-x for x in b]


def adjoint(A: Sequence[Sequence[Exact]], b: Sequence[Exact]) -> Tableau:
    """b_j − a_ij with the stages in the other order: of the same order."""
    back, weights = inverse(A, b)
    return [[-a for a in reversed(row)] for row in reversed(back)], [-x for x in reversed(weights)]


def adjoint_of_some(rng: random.Random) -> Tableau:
    return adjoint(*rng.choice([two_stages, three_stages, collocation, singly_diagonal, noise])(rng))


def nonnegative(rng: random.Random) -> Tableau:
    """Like those that are strong stability preserving: each stage steps on from the one before."""
    s = rng.randint(2, 4)
    step = Fraction(1, rng.randint(1, s))
    implicit = rng.random() < 0.3
    A: list[list[Exact]] = [
        [step if j < i else positive(rng) if implicit and j == i else ZERO for j in range(s)]
        for i in range(s)
    ]
    if rng.random() < 0.4:
        i = rng.randrange(1, s)
        A[i] = [a * Fraction(rng.randint(1, 3), 3) for a in A[i]]
    b: list[Exact] = [Fraction(1, s)] * s
    if rng.random() < 0.4:
        weights = [rng.randint(1, 4) for _ in range(s)]
        b = [Fraction(w, sum(weights)) for w in weights]
    return A, b


def _tiny(rng: random.Random) -> Tableau:
    return rng.choice([([[ZERO]], [fraction(rng, 1)]), ([[positive(rng)]], [positive(rng)])])


def _small(rng: random.Random) -> Tableau:
    return rng.choice(
        [
            ([[ZERO]], [ONE]),
            ([[ONE]], [ONE]),
            ([[HALF]], [ONE]),
            ([[ZERO, ZERO], [HALF, HALF]], [HALF, HALF]),
            two_stages(rng),
        ]
    )


def unused_stage(A: Sequence[Sequence[Exact]], b: Sequence[Exact], rng: random.Random) -> Tableau:
    """With a stage of which nothing makes use."""
    s = len(b)
    rows = [[*row, ZERO] for row in A]
    return [*rows, [*(fraction(rng, 1) for _ in range(s)), rng.choice([ZERO, positive(rng)])]], [*b, ZERO]


def equal_stage(A: Sequence[Sequence[Exact]], b: Sequence[Exact], rng: random.Random) -> Tableau:
    """With a stage twice: what was its weight is divided among the two, another way in every row."""
    k = rng.randrange(len(b))

    def split(row: Sequence[Exact]) -> list[Exact]:
        share = fraction(rng, 1) if row[k] else ZERO
        return [*(a if j != k else a - share for j, a in enumerate(row)), share]

    return [*(split(row) for row in A), split(A[k])], split(b)


def permuted(A: Sequence[Sequence[Exact]], b: Sequence[Exact], rng: random.Random) -> Tableau:
    order_ = rng.sample(range(len(b)), len(b))
    return [[A[i][j] for j in order_] for i in order_], [b[j] for j in order_]


MAKERS: dict[Callable[[random.Random], Tableau], float] = {
    noise: 3,
    two_stages: 1,
    three_stages: 1,
    four_stages: 1,
    collocation: 2,
    dual: 1,
    singly_diagonal: 1,
    composition: 2,
    triple_jump: 0.3,
    conjugate: 1,
    extrapolated: 0.7,
    adjoint_of_some: 1,
    nonnegative: 2,
}
PADS = (unused_stage, equal_stage, permuted)
