"""Members of the families that documents name, with the coefficients that they should have."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from attack.generators import multistep, runge_kutta
from attack.numbers import SQRT3, SQRT5, SQRT6, SQRT15, Exact
from attack.scheme import Scheme

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)


def scheme(rng: random.Random) -> Scheme:
    found = rng.choice(MAKERS)(rng)
    return found.claiming(order=rng.randint(1, 6)) if rng.random() < 0.4 else found


def _tableau(family: str, keys: dict[str, str], A: list[list[Exact]], b: list[Exact]) -> Scheme:
    arrays = {"A": tuple(map(tuple, A)), "b": (tuple(b),)}
    return Scheme("family", arrays, {"family": family, **keys}, made=family)


def _nodes(family: str, s: int) -> list[Exact]:
    r3, r5, r6, r15 = SQRT3.theta, SQRT5.theta, SQRT6.theta, SQRT15.theta
    known: dict[tuple[str, int], list[Exact]] = {
        ("gauss", 1): [HALF],
        ("gauss", 2): [HALF - r3 / 6, HALF + r3 / 6],
        ("gauss", 3): [HALF - r15 / 10, HALF + 0 * r15, HALF + r15 / 10],
        ("radau-ii", 1): [ONE],
        ("radau-ii", 2): [Fraction(1, 3), ONE],
        ("radau-ii", 3): [Fraction(2, 5) - r6 / 10, Fraction(2, 5) + r6 / 10, ONE + 0 * r6],
        ("radau-i", 1): [ZERO],
        ("radau-i", 2): [ZERO, Fraction(2, 3)],
        ("radau-i", 3): [ZERO * r6, Fraction(3, 5) - r6 / 10, Fraction(3, 5) + r6 / 10],
        ("lobatto", 2): [ZERO, ONE],
        ("lobatto", 3): [ZERO, HALF, ONE],
        ("lobatto", 4): [ZERO * r5, HALF - r5 / 10, HALF + r5 / 10, ONE + 0 * r5],
    }
    return known[family, s]


def by_nodes(rng: random.Random) -> Scheme:
    family, s = rng.choice(
        [*((family, s) for s in (1, 2, 3) for family in ("gauss", "radau-iia", "radau-ia")),
         *((f"lobatto-iii{which}", s) for s in (2, 3, 4) for which in "abc")]
    )  # fmt: skip
    on = {"gauss": "gauss", "radau-iia": "radau-ii", "radau-ia": "radau-i"}.get(family, "lobatto")
    c = _nodes(on, s)
    A, b = runge_kutta.collocated(c)
    stages = range(s)
    if family in ("radau-ia", "lobatto-iiib"):
        A = [[b[j] - b[j] * A[j][i] / b[i] for j in stages] for i in stages]
    elif family == "lobatto-iiic":  # a_i1 = b_1 and C(s − 1)
        A = [_with_first(c, b[0], i) for i in stages]
    return _tableau(family, {"stages": str(s)}, A, b)


def _with_first(c: list[Exact], first: Exact, i: int) -> list[Exact]:
    """Row i: the first entry is given, the others integrate polynomials of degree s − 2 from 0 to c_i."""
    s = len(c)
    rows = []
    for q in range(1, s):
        rows.append(
            [*(c[j] ** (q - 1) for j in range(1, s)), c[i] ** q * Fraction(1, q) - first * c[0] ** (q - 1)]
        )
    return [first, *multistep.solved(rows)]


def extrapolation(rng: random.Random) -> Scheme:
    rows = rng.randint(1, 4)
    A, b = runge_kutta.aitken_neville(list(range(1, rows + 1)))
    return _tableau("extrapolation", {"base": "euler", "rows": str(rows)}, A, b)


def ssprk2(rng: random.Random) -> Scheme:
    s = rng.randint(2, 6)
    step = Fraction(1, s - 1)
    A = [[step if j < i else ZERO for j in range(s)] for i in range(s)]
    return _tableau("ssprk2", {"stages": str(s)}, A, [Fraction(1, s)] * s)


def ssprk43(_: random.Random) -> Scheme:
    h, sixth = HALF, Fraction(1, 6)
    A = [[ZERO] * 4, [h, ZERO, ZERO, ZERO], [h, h, ZERO, ZERO], [sixth, sixth, sixth, ZERO]]
    return _tableau("ssprk3", {"stages": "4"}, A, [sixth, sixth, sixth, h])


def by_steps(rng: random.Random) -> Scheme:
    family, k = rng.choice(
        [*(("bdf", k) for k in range(1, 7)), *(("adams-bashforth", k) for k in range(1, 6)),
         *(("adams-moulton", k) for k in range(1, 5)), *(("nystrom", k) for k in range(2, 5)),
         *(("milne-simpson", k) for k in range(2, 5)), *(("extrapolated-bdf", k) for k in range(1, 5))]
    )  # fmt: skip
    if family in ("bdf", "extrapolated-bdf"):
        alpha, beta = multistep.differentiation(k)
        if family == "extrapolated-bdf":
            beta = multistep.highest_beta(alpha, list(range(k)))
    else:
        alpha = [ZERO] * (k + 1)
        alpha[k], alpha[k - (2 if family in ("nystrom", "milne-simpson") else 1)] = ONE, -ONE
        implicit = family in ("adams-moulton", "milne-simpson")
        beta = multistep.highest_beta(alpha, list(range(k + 1 if implicit else k)))
    scale = 1 / alpha[-1]
    arrays = {"alpha": (tuple(a * scale for a in alpha),), "beta": (tuple(b * scale for b in beta),)}
    return Scheme("family", arrays, {"family": family, "steps": str(k)}, made=family)


def chebyshev(rng: random.Random) -> Scheme:
    """RKC of order 1 or 2 by its stability polynomial, which is all that is known of it here."""
    second = rng.random() < 0.5
    s = rng.randint(2, 7)
    damping = Fraction(rng.randint(1, 10), rng.choice([10, 20, 40]))
    w0 = 1 + damping / s**2
    T = multistep.first_kind(s)
    first, twice = T.derivative(), T.derivative().derivative()
    if second:
        w1, scale = first(w0) / twice(w0), twice(w0) / first(w0) ** 2
    else:
        w1, scale = T(w0) / first(w0), 1 / T(w0)
    constant = 1 - scale * T(w0)
    R = type(T)(())
    for a in reversed(T.c):
        R = R * type(T)([w0, w1]) + type(T)([a])
    R = R.scaled(scale) + type(T)([constant])
    keys = {"family": "rkc2" if second else "rkc1", "stages": str(s), "damping": str(damping)}
    return Scheme("family", {"R": (R.c,)}, keys, made=keys["family"])


MAKERS: list[Callable[[random.Random], Scheme]] = [
    by_nodes,
    by_nodes,
    by_steps,
    by_steps,
    extrapolation,
    ssprk2,
    ssprk43,
    chebyshev,
    chebyshev,
]
