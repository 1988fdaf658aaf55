"""General linear methods: multistep, predictor–corrector and Runge–Kutta methods in this form, in other coordinates;
methods on past states; and noise."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from attack.generators import multistep, runge_kutta
from attack.generators.coefficients import element, fraction, moved, positive, some_field, written
from attack.numbers import Exact
from attack.oracles.trees import dot
from attack.scheme import Scheme

ZERO, ONE = Fraction(0), Fraction(1)
Rows = list[list[Exact]]


@dataclass(frozen=True)
class Parts:
    """A, U, B, V, the abscissae, and how it starts."""

    A: Rows
    U: Rows
    B: Rows
    V: Rows
    c: list[Exact]
    start: str


def scheme(rng: random.Random) -> Scheme:
    make = rng.choices(list(MAKERS), list(MAKERS.values()))[0]
    parts, made = make(rng), make.__name__
    if parts.start == "free" and len(parts.V) > 1 and rng.random() < 0.6:
        parts = in_other_coordinates(parts, rng)
        made += ", in other coordinates"
    arrays = {name: tuple(map(tuple, getattr(parts, name))) for name in "AUBV"}
    found = Scheme("general-linear", arrays, {} if len(parts.V) == 1 else {"start": parts.start})
    if parts.start == "free" and len(parts.V) > 1:
        found = replace(found, arrays={**arrays, "c": (tuple(parts.c),)})
    if rng.random() < 0.25 and parts.start != "split":  # where every 0 says which field it is
        found = moved(found, rng, ("A", "B") if parts.start == "free" else None)
        made += ", moved by 1e-30"
    if rng.random() < 0.3:
        found = found.claiming(order=rng.randint(0, 4))
    if rng.random() < 0.3:
        found = found.claiming(zero_stable=rng.random() < 0.7)
    return written(replace(found, made=made), rng)


def in_other_coordinates(parts: Parts, rng: random.Random) -> Parts:
    """T y for y, the first value being the state as before."""
    r = len(parts.V)
    while True:
        T = [[ONE if i == j else ZERO for j in range(r)] for i in range(r)]
        for i in range(1, r):
            T[i] = [fraction(rng, 1) if rng.random() < 0.5 else T[i][j] for j in range(r)]
        try:
            columns = [
                multistep.solved([[*T[i], ONE if i == j else ZERO] for i in range(r)]) for j in range(r)
            ]
        except StopIteration:
            continue
        inverse = [[columns[j][i] for j in range(r)] for i in range(r)]
        return replace(
            parts,
            U=times(parts.U, inverse),
            B=times(T, parts.B),
            V=times(times(T, parts.V), inverse),
        )


def times(P: Sequence[Sequence[Exact]], Q: Sequence[Sequence[Exact]]) -> Rows:
    columns = [list(column) for column in zip(*Q, strict=True)]
    return [[dot(row, column) for column in columns] for row in P]


def of_multistep(rng: random.Random) -> Parts:
    """Its states and past slopes are the values; with a predictor where it is implicit and a coin says so (PECE)."""
    while True:
        make = rng.choice(
            [multistep.adams, multistep.of_given_rho, multistep.backward_differentiation, multistep.damped]
        )
        alpha, beta = make(rng)
        k = len(alpha) - 1
        if alpha[-1] and k <= 3:
            break
    alpha, beta = [a / alpha[-1] for a in alpha], [b / alpha[-1] for b in beta]
    predictor = None
    if beta[-1] and rng.random() < 0.5:
        rho: list[Exact] = [ZERO] * (k - 1) + [-ONE, ONE]
        predictor = rho, multistep.highest_beta(rho, list(range(k)))
    r = 2 * k - 1  # u_m … u_{m−k+1}, h f_{m−1} … h f_{m−k+1}

    def past(a: Sequence[Exact], b: Sequence[Exact]) -> list[Exact]:
        return [-a[k - 1 - j] for j in range(k)] + [b[k - 1 - j] for j in range(1, k)]

    A: Rows = [[ZERO]]
    U: Rows = [[ONE] + [ZERO] * (r - 1)]
    c: list[Exact] = [ZERO]
    weights = [beta[k - 1]]
    if beta[-1]:
        c.append(ONE)
        weights = [beta[k - 1], beta[k]]
        if predictor is None:
            A, U = [[ZERO, ZERO], weights], [*U, past(alpha, beta)]
        else:
            A, U = [[ZERO, ZERO], [predictor[1][k - 1], ZERO]], [*U, past(*predictor)]
    s = len(c)
    B: Rows = [list(weights)] + [[ZERO] * s for _ in range(r - 1)]
    V: Rows = [past(alpha, beta)] + [[ZERO] * r for _ in range(r - 1)]
    for j in range(1, k):
        V[j][j - 1] = ONE
    for j in range(1, k):
        if j == 1:
            B[k] = [ONE] + [ZERO] * (s - 1)
        else:
            V[k + j - 1][k + j - 2] = ONE
    return Parts(A, U, B, V, c, "free")


def dimsim(rng: random.Random) -> Parts:
    """Explicit or with one λ, of two stages and two values, U = I and V of rank one: order 2 for B by order
    conditions (Butcher 1993), else noise."""
    lam, a21 = rng.choice([ZERO, ZERO, positive(rng)]), fraction(rng, 2)
    v = fraction(rng, 1)
    A: Rows = [[lam, ZERO], [a21, lam]]
    V: Rows = [[1 - v, v], [1 - v, v]]
    c: list[Exact] = [ZERO, ONE]
    # y_i = u + h q_i1 f + h² q_i2 f′f …, q = c − A 1 …: B from exactness of the output up to h²
    q1 = [c[i] - sum(A[i], ZERO) for i in range(2)]
    q2 = [c[i] ** 2 / 2 - dot(A[i], c) for i in range(2)]
    B: Rows = []
    for i in range(2):
        first = q1[i] + 1 - dot(V[i], q1)
        second = q2[i] + q1[i] + Fraction(1, 2) - dot(V[i], q2)
        # b_1 + b_2 = first, b_1 c_1 + b_2 c_2 = second
        B.append([first - second, second])
    if rng.random() < 0.3:
        B[rng.randrange(2)][rng.randrange(2)] += fraction(rng, 1)
    return Parts(A, [[ONE, ZERO], [ZERO, ONE]], B, V, c, "free")


def of_runge_kutta(rng: random.Random) -> Parts:
    """One value."""
    A, b = rng.choice(list(runge_kutta.MAKERS)[:8])(rng)
    return Parts(
        [list(row) for row in A],
        [[ONE] for _ in b],
        [list(b)],
        [[ONE]],
        [sum(row, ZERO) for row in A],
        "free",
    )


def two_step(rng: random.Random) -> Parts:
    """Runge–Kutta stages that begin between the state and the one before; order 1 at least."""
    s, field = rng.randint(1, 3), some_field(rng, 0.15)
    implicit = rng.random() < 0.4
    A: Rows = [
        [element(rng, field) if j < i or (implicit and j == i) else ZERO for j in range(s)] for i in range(s)
    ]
    weights = [fraction(rng, 1) for _ in range(s)]
    U: Rows = [[1 + w, -w] for w in weights]
    theta = rng.choice([ZERO, ZERO, fraction(rng, 1)])
    b = [element(rng, field) for _ in range(s)]
    b[-1] = 1 + theta - sum(b[:-1], ZERO)  # (1 + θ) u_n − θ u_{n−1}: Σb = 1 + … of the states' ages
    b[-1] = b[-1] - 2 * theta
    return Parts(A, U, [b, [ZERO] * s], [[1 + theta, -theta], [ONE, ZERO]], [], "history")


def differentiation(rng: random.Random) -> Parts:
    """Backward differentiation on past states."""
    alpha, beta = multistep.backward_differentiation(rng)
    k = min(len(alpha) - 1, 4)
    if len(alpha) - 1 > k or k < 2:
        return differentiation(rng)
    alpha, beta = [a / alpha[-1] for a in alpha], [b / alpha[-1] for b in beta]
    past = [-alpha[k - 1 - j] for j in range(k)]
    V = [past] + [[ONE if j == i else ZERO for j in range(k)] for i in range(k - 1)]
    return Parts([[beta[-1]]], [past], [[beta[-1]]] + [[ZERO]] * (k - 1), V, [], "history")


def copies(rng: random.Random) -> Parts:
    """The state so many times, each with a method of its own."""
    r, s = 2, rng.randint(1, 3)
    A: Rows = [[fraction(rng, 1) if j < i else ZERO for j in range(s)] for i in range(s)]
    shares = [fraction(rng, 1) for _ in range(s)]
    B: Rows = []
    for _ in range(r):
        b = [fraction(rng, 1) for _ in range(s)]
        B.append([*b[:-1], 1 - sum(b[:-1], ZERO)])
    mix = [fraction(rng, 1) for _ in range(r)]
    return Parts(A, [[x, 1 - x] for x in shares], B, [[m, 1 - m] for m in mix], [], "copy")


def split(rng: random.Random) -> Parts:
    """Parts of a state, each driven by fields of one part (RevNet): a stage is built from one part, and its slope goes
    to one."""
    r, s = 2, rng.randint(2, 4)
    depends = [rng.randrange(r) for _ in range(s)]
    drives = [1 - p if rng.random() < 0.8 else p for p in depends]
    for q in range(r):  # each part is driven
        if q not in drives:
            drives[q], depends[q] = q, 1 - q
    if len(set(drives)) < r:
        return split(rng)
    A: Rows = [
        [fraction(rng, 1) if j < i and drives[j] == depends[i] else ZERO for j in range(s)] for i in range(s)
    ]
    B: Rows = []
    for q in range(r):
        own = [j for j in range(s) if drives[j] == q]
        row = [fraction(rng, 1) or ONE if j in own else ZERO for j in range(s)]
        if rng.random() < 0.8:
            row[own[-1]] = 1 - sum((row[j] for j in own[:-1]), ZERO)
        B.append(row)
    if any(not B[drives[j]][j] for j in range(s)):
        return split(rng)  # a slope that no part gets has no field
    identity = [[ONE if i == j else ZERO for j in range(r)] for i in range(r)]
    return Parts(A, [identity[p] for p in depends], B, identity, [], "split")


def noise(rng: random.Random) -> Parts:
    """With V u = u and U u = 1 for u = (1, u_2)."""
    s, field = rng.randint(1, 3), some_field(rng, 0.15)
    u2 = element(rng, field)
    v12, v22 = element(rng, field), element(rng, field)
    V: Rows = [[1 - v12 * u2, v12], [u2 - v22 * u2, v22]]
    x = [element(rng, field) for _ in range(s)]
    U: Rows = [[1 - w * u2, w] for w in x]
    implicit = rng.random() < 0.3
    A: Rows = [
        [element(rng, field) if j < i or (implicit and j == i) else ZERO for j in range(s)] for i in range(s)
    ]
    B: Rows = [[element(rng, field) for _ in range(s)] for _ in range(2)]
    return Parts(A, U, B, V, [fraction(rng, 1) for _ in range(s)], "free")


MAKERS: dict[Callable[[random.Random], Parts], float] = {
    of_multistep: 4,
    dimsim: 2,
    of_runge_kutta: 1,
    two_step: 2,
    differentiation: 1,
    copies: 1,
    split: 1,
    noise: 1,
}
