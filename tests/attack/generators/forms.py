"""Runge–Kutta schemes in forms of their own, Shu–Osher's, 2N and 3S*: made of known tableaux, published ones or at
random, some with a row that does not carry the state once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from attack.generators import runge_kutta
from attack.generators.coefficients import fraction, moved, written
from attack.numbers import Exact
from attack.scheme import Scheme

ONE, ZERO = Fraction(1), Fraction(0)
MOVED = {"shu-osher": ("alpha", "beta"), "low-storage-2n": ("B",), "low-storage-3s": ("gamma1", "beta")}
WILLIAMSON = (
    (ZERO, Fraction(-5, 9), Fraction(-153, 128)),
    (Fraction(1, 3), Fraction(15, 16), Fraction(8, 15)),
)


def scheme(rng: random.Random) -> Scheme:
    made = rng.choice([shu_osher, shu_osher, two_registers, three_registers])(rng)
    if rng.random() < 0.5:
        made = made.claiming(order=rng.randint(0, 4))
    if rng.random() < 0.3:
        made = made.claiming(effective_order=rng.randint(1, 4))
    if rng.random() < 0.25:
        made = replace(moved(made, rng, MOVED[made.kind]), made=f"{made.made}, moved by 1e-30")
    return written(made, rng)


def shu_osher(rng: random.Random) -> Scheme:
    """A tableau K, b its last row, with any α: β = K − αK."""
    A, b = rng.choice([runge_kutta.two_stages, runge_kutta.three_stages, runge_kutta.four_stages])(rng)
    rows: list[Sequence[Exact]] = [*A[1:], b]
    K: list[Sequence[Exact]] = [A[0], *rows]
    alpha, beta = list[tuple[Exact, ...]](), list[tuple[Exact, ...]]()
    for i in range(1, len(K)):
        shares = [fraction(rng, 1) if rng.random() < 0.5 else ZERO for _ in range(i - 1)]
        row = (*shares, ONE - sum(shares, ZERO))
        alpha.append(row)
        beta.append(tuple(K[i][j] - sum((row[m] * K[m][j] for m in range(i)), ZERO) for j in range(i)))
    if rng.random() < 0.15:
        i = rng.randrange(len(alpha))
        alpha[i] = (*alpha[i][:-1], alpha[i][-1] + fraction(rng, 1))
    return Scheme("shu-osher", {"alpha": tuple(alpha), "beta": tuple(beta)}, made="Shu–Osher")


def two_registers(rng: random.Random) -> Scheme:
    A, B = WILLIAMSON
    if rng.random() < 0.7:
        s = rng.randint(1, 4)
        A, B = (ZERO, *(fraction(rng, 1) for _ in range(s - 1))), tuple(fraction(rng, 1) for _ in range(s))  # type: ignore[assignment]
    return Scheme("low-storage-2n", {"A": (A,), "B": (B,)}, made="2N")


def three_registers(rng: random.Random) -> Scheme:
    """At random: s2 carries the state Σδ times, so that γ3 is what is left over."""
    s = rng.randint(1, 4)
    delta = [ONE, *(rng.choice([ZERO, ZERO, fraction(rng, 1)]) for _ in range(s - 1))]
    gamma1, gamma2 = ([rng.choice([ZERO, ONE, fraction(rng, 1)]) for _ in range(s)] for _ in range(2))
    gamma3, carried = list[Exact](), ZERO
    for i in range(s):
        carried = carried + delta[i]
        gamma3.append(ONE - gamma1[i] - gamma2[i] * carried)
    beta = [fraction(rng, 1) for _ in range(s)]
    parts = {"gamma1": gamma1, "gamma2": gamma2, "gamma3": gamma3, "beta": beta, "delta": delta}
    return Scheme("low-storage-3s", {name: (tuple(row),) for name, row in parts.items()}, made="3S*")
