"""Methods with π in their coefficients: of known orders for abscissae, parameters and roots in Q(π), and noise; some
with a fraction that is π to 30 places instead."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from mpmath import mp

from attack.generators import multistep, runge_kutta
from attack.generators.coefficients import fraction, moved, written
from attack.numbers import Exact
from attack.scheme import Place, Scheme
from attack.transcendental import PI, InPi

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
SIMPLE: tuple[Exact, ...] = (
    PI / 4,
    1 / PI,
    PI / 6,
    1 - PI / 4,
    PI - 3,
    2 / PI,
    PI / (PI + 1),
    HALF + 1 / (2 * PI),
)


def scheme(rng: random.Random) -> Scheme:
    made = rng.choices(list(MAKERS), list(MAKERS.values()))[0]
    found = replace(made(rng), made=made.__name__)
    if rng.random() < 0.2:
        found = replace(nearly(found, rng), made=f"{found.made}, with π to 30 places")
    elif rng.random() < 0.2:
        found = replace(moved(found, rng), made=f"{found.made}, moved by 1e-30")
    if rng.random() < 0.5:
        found = found.claiming(order=rng.randint(0, 4))
    return written(found, rng, chance=0.3)


def in_pi(rng: random.Random) -> Exact:
    """A simple one, often a fraction."""
    choice = rng.random()
    if choice < 0.3:
        return fraction(rng, 1)
    return rng.choice(SIMPLE) if choice < 0.8 else fraction(rng, 1) + fraction(rng, 1) * PI


def abscissa(rng: random.Random) -> Exact:
    return rng.choice(SIMPLE)


def nearly(found: Scheme, rng: random.Random) -> Scheme:
    """One number of Q(π) as a fraction with 30 places."""
    places: list[tuple[Place, Exact]] = [
        (place, x) for place, x in found.places() if isinstance(x, InPi) and not x.rational
    ]
    if not places:
        return found
    place, x = rng.choice(places)
    with mp.workdps(60):
        return found.with_entry(place, Fraction(int(mp.nint(x.decimals() * 10**30)), 10**30))


def explicit(rng: random.Random) -> Scheme:
    """Of order 2, 3 or 4 for any abscissae."""
    while True:
        u, v = abscissa(rng), in_pi(rng) if rng.random() < 0.3 else fraction(rng, 1)
        if not u or not v or u == v:
            continue
        two = [[ZERO, ZERO], [u, ZERO]], [1 - 1 / (2 * u), 1 / (2 * u)]
        tableau = rng.choice([two, runge_kutta.three_stages_at(u, v), runge_kutta.four_stages_at(u, v)])
        if tableau is not None:
            return runge_kutta.tableau(*tableau)


def collocation(rng: random.Random) -> Scheme:
    """On one or two nodes: with three the oracles take minutes."""
    s, c = rng.randint(1, 2), [abscissa(rng)]
    while len(c) < s:
        if (x := in_pi(rng)) not in c:
            c.append(x)
    return runge_kutta.tableau(*runge_kutta.collocated(c))


def composition(rng: random.Random) -> Scheme:
    """Two steps of one method of order 2, of θ and 1 − θ."""
    theta, midpoint = abscissa(rng), ([[HALF]], [ONE])
    return runge_kutta.tableau(*runge_kutta.composed([(theta, midpoint), (1 - theta, midpoint)]))


def singly_diagonal(rng: random.Random) -> Scheme:
    g = abscissa(rng)
    return runge_kutta.tableau([[g, ZERO], [1 - g, g]], [1 - g, g])


def noise(rng: random.Random) -> Scheme:
    beyond = rng.choice([0, 1, 2])
    s = rng.randint(1, 2 if beyond else 3)
    A = [[in_pi(rng) if j < i + beyond else ZERO for j in range(s)] for i in range(s)]
    b = [in_pi(rng) for _ in range(s)]
    if rng.random() < 0.7:
        b[-1] = 1 - sum(b[:-1], ZERO)
    return runge_kutta.tableau(A, b)


def two_fields(rng: random.Random) -> Scheme:
    """An additive scheme, of one tableau twice or of two."""
    first = explicit(rng)
    second = first if rng.random() < 0.5 else explicit(rng)
    if second.stages != first.stages:
        second = first
    arrays = {f"{name}.{key}": of[key] for name, of in (("f", first), ("g", second)) for key in ("A", "b")}
    return Scheme("partitioned", arrays, {"separable": "true"} if rng.random() < 0.3 else {})


def linear_multistep(rng: random.Random) -> Scheme:
    """A root of ρ in Q(π), and the β of the highest order; or any."""
    while True:
        rho: list[Exact] = multistep.times([-ONE, ONE], [-rng.choice([abscissa(rng), PI, -PI / 4]), ONE])
        if rng.random() < 0.3:
            rho = [-ONE, ONE]
        k = len(rho) - 1
        if rng.random() < 0.7:
            beta = multistep.highest_beta(rho, list(range(k + 1))[-rng.randint(1, k + 1) :])
        else:
            beta = [in_pi(rng) for _ in range(k + 1)]
        if any(beta) and (rho[0] or beta[0]):
            return Scheme("linear-multistep", {"alpha": (tuple(rho),), "beta": (tuple(beta),)})


MAKERS: dict[Callable[[random.Random], Scheme], float] = {
    explicit: 3,
    collocation: 2,
    composition: 1,
    singly_diagonal: 1,
    noise: 2,
    two_fields: 2,
    linear_multistep: 3,
}
