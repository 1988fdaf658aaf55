"""Documents in which an entry divides by a zero that does not look like one, or that has one too many where it hides a
cycle: the first are refused in one line, the second are as explicit as they are without it."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from attack.generators import multistep, runge_kutta
from attack.generators.coefficients import fraction
from attack.numbers import FIELDS, Exact, Formula
from attack.scheme import Parameter, Scheme


def scheme(rng: random.Random) -> Scheme:
    return rng.choice([divided, divided, hidden, at_a_value])(rng)


def _some(rng: random.Random) -> Scheme:
    if rng.random() < 0.3:
        alpha, beta = multistep.adams(rng)
        return Scheme("linear-multistep", {"alpha": (tuple(alpha),), "beta": (tuple(beta),)})
    return runge_kutta.tableau(
        *rng.choice([runge_kutta.two_stages, runge_kutta.three_stages, runge_kutta.extrapolated])(rng)
    )


def zero(rng: random.Random) -> str:
    field = rng.choice(FIELDS)
    return rng.choice(field.zeros)


def divided(rng: random.Random) -> Scheme:
    """An entry divides by 0."""
    found = _some(rng)
    place, entry = rng.choice([each for each in found.places() if not isinstance(each[1], Formula)])
    text = rng.choice(
        [
            f"1/({zero(rng)})",
            f"{fraction(rng)}/(2*({zero(rng)}))",
            f"({zero(rng)})**(-1)",
            f"1/(1/3 - 1/3 + ({zero(rng)}))",
        ]
    )
    return replace(found.with_entry(place, entry, text), made="divided by a hidden zero", refused=REFUSED)


def at_a_value(rng: random.Random) -> Scheme:
    """An entry divides by 0 at the value of the parameter."""
    field = rng.choice(FIELDS[:3])
    value: Exact = field.theta
    square = int((field.theta * field.theta).c[0])
    text = rng.choice([f"1/(a**2 - {square})", f"a/({square} - a*a)", f"1/(a - ({field.spellings[1]}))"])
    A = ((Fraction(0), Fraction(0)), (Formula(text), Fraction(0)))
    return Scheme("runge-kutta", {"A": A, "b": ((Fraction(0), Fraction(1)),)},
                  parameters={"a": Parameter(value)}, refused=REFUSED, made="divided by zero at a value")  # fmt: skip


def hidden(rng: random.Random) -> Scheme:
    """Zeros of an explicit tableau that do not look like zeros."""
    found = _some(rng)
    places = [place for place, entry in found.places() if not entry]
    for place in rng.sample(places, min(len(places), rng.randint(1, 3))):
        found = found.with_entry(place, Fraction(0), zero(rng))
    return replace(found, made="hidden zeros")


REFUSED = "by zero"
