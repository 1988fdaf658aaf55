"""Additive schemes and separable pairs: one tableau twice, collocation on common nodes, compositions of kicks, implicit
and explicit pairs by order conditions, and noise."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from attack.generators import runge_kutta
from attack.generators.coefficients import element, fraction, moved, positive, some_field, written
from attack.generators.runge_kutta import Tableau
from attack.numbers import CUBE_ROOT, SQRT2, SQRT3, SQRT5, SQRT6, Exact
from attack.scheme import Scheme

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
Tableaux = list[Tableau]


def scheme(rng: random.Random) -> Scheme:
    make = rng.choices(list(MAKERS), list(MAKERS.values()))[0]
    tableaux, separable = make(rng)
    made = make.__name__
    arrays = {}
    hats = not separable and rng.random() < 0.2
    for name, (A, b) in zip("fgk", tableaux, strict=False):
        arrays[f"{name}.A"] = tuple(map(tuple, A))
        arrays[f"{name}.b"] = (tuple(b),)
        if hats:
            arrays[f"{name}.b_hat"] = (tuple(_hat(b, rng)),)
    found = Scheme("partitioned", arrays, {"separable": "true"} if separable else {})
    if rng.random() < 0.15:
        found = found.claiming(linear=rng.choice(["[f]", "[g]"]))
    if rng.random() < 0.25:
        found = moved(found, rng)
        made += ", moved by 1e-30"
    if rng.random() < 0.4:
        found = found.claiming(order=rng.randint(1, 4))
    if hats and rng.random() < 0.5:
        found = found.claiming(embedded_order=rng.randint(0, 3))
    return written(replace(found, made=made), rng)


def _hat(b: Sequence[Exact], rng: random.Random) -> list[Exact]:
    hat = list(b)
    if len(b) > 1:
        i, j = rng.sample(range(len(b)), 2)
        shift = fraction(rng, 1)
        hat[i], hat[j] = hat[i] + shift, hat[j] - shift
    return hat


def one_twice(rng: random.Random) -> tuple[Tableaux, bool]:
    """Of the order of the tableau, as an additive scheme and as a pair."""
    tableau = rng.choice([runge_kutta.three_stages, runge_kutta.four_stages, runge_kutta.collocation,
                          runge_kutta.singly_diagonal, runge_kutta.composition])(rng)  # fmt: skip
    if rng.random() < 0.15 and len(tableau[1]) < 4:
        return [tableau] * 3, False
    return [tableau] * 2, rng.random() < 0.4


def common_nodes(rng: random.Random) -> tuple[Tableaux, bool]:
    """A collocation method, and its dual or its adjoint on the same nodes: Lobatto IIIA and IIIB among them."""
    fields = [None, SQRT2, SQRT3, SQRT5, SQRT6]
    while True:
        A, b = runge_kutta.collocation(rng)
        if all(b) and len(b) > 1 and rng.choice(fields) is None:
            break
    s = range(len(b))
    other = [[b[j] - b[j] * A[j][i] / b[i] for j in s] for i in s]
    pair = [(A, b), (other, b)]
    rng.shuffle(pair)
    return pair, rng.random() < 0.6


def kicks(rng: random.Random) -> tuple[Tableaux, bool]:
    """q and p one after the other, c_1 f, d_1 g, c_2 f …: Verlet, Ruth, Forest–Ruth, or any with Σc = Σd = 1."""
    theta = 1 / (2 - CUBE_ROOT.theta)
    known: list[tuple[list[Exact], list[Exact]]] = [
        ([HALF, HALF], [ONE, ZERO]),
        ([ONE, ZERO], [HALF, HALF]),
        ([Fraction(7, 24), Fraction(3, 4), Fraction(-1, 24)], [Fraction(2, 3), Fraction(-2, 3), ONE]),
        ([theta / 2, (1 - theta) / 2, (1 - theta) / 2, theta / 2], [theta, 1 - 2 * theta, theta, 0 * theta]),
    ]
    if rng.random() < 0.6:
        c, d = rng.choice(known)
    else:
        n = rng.randint(2, 4)
        c, d = [fraction(rng, 1) for _ in range(n)], [fraction(rng, 1) for _ in range(n)]
        c[-1], d[-1] = 1 - sum(c[:-1], ZERO), 1 - sum(d[:-1], ZERO)
    n = len(c)
    q_first = rng.random() < 0.5
    Af = [[c[j] if j <= i else ZERO for j in range(n)] for i in range(n)]  # g is evaluated at the q after c_i
    Ag = [[d[j] if j < i else ZERO for j in range(n)] for i in range(n)]  # f at the p before d_i
    pair = [(Af, list(c)), (Ag, list(d))]
    return pair if q_first else pair[::-1], True


def implicit_explicit(rng: random.Random) -> tuple[Tableaux, bool]:
    """A diagonally implicit tableau and an explicit one with the same abscissae and weights: order 2 with Σbc = 1/2."""
    s = rng.choice([2, 3])
    g = rng.choice([positive(rng), 1 - SQRT2.theta / 2])
    c: list[Exact] = [ZERO, *(fraction(rng, 1) for _ in range(s - 2)), ONE]
    A: list[list[Exact]] = [[ZERO] * s for _ in range(s)]
    E: list[list[Exact]] = [[ZERO] * s for _ in range(s)]
    for i in range(1, s):
        A[i][i] = g
        for j in range(1, i):
            A[i][j] = fraction(rng, 1)
            E[i][j] = fraction(rng, 1)
        A[i][0] = c[i] - sum(A[i][1:], ZERO)
        E[i][0] = c[i] - sum(E[i][1:], ZERO)
    b: list[Exact] = [HALF, *[ZERO] * (s - 2), HALF]
    if s == 3 and c[1] and c[1] - 1:
        b[1] = (Fraction(1, 3) - HALF) / (c[1] * (c[1] - 1))
        b[2] = HALF - b[1] * c[1]
        b[0] = 1 - b[1] - b[2]
    return [(A, b), (E, b)], rng.random() < 0.1


def noise(rng: random.Random) -> tuple[Tableaux, bool]:
    s, field, n = rng.randint(1, 3), some_field(rng), 2 if rng.random() < 0.85 else 3

    def tableau() -> Tableau:
        beyond = rng.choice([0, 1, s])
        A = [[element(rng, field) if j < i + beyond else ZERO for j in range(s)] for i in range(s)]
        b = [element(rng, field) for _ in range(s)]
        if rng.random() < 0.8:
            b[-1] = 1 - sum(b[:-1], ZERO)
        return A, b

    return [tableau() for _ in range(n)], n == 2 and rng.random() < 0.4


MAKERS: dict[Callable[[random.Random], tuple[Tableaux, bool]], float] = {
    one_twice: 2,
    common_nodes: 2,
    kicks: 3,
    implicit_explicit: 2,
    noise: 2,
}
