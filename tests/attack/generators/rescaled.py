"""Schemes whose order is claimed for rescaled slopes: those of other kinds, mostly with slopes that are multiplied by a
number, so that Σb is not 1."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from attack.generators import general_linear, multistep, runge_kutta
from attack.generators.coefficients import element, fraction, some_field, written
from attack.numbers import Exact, rational
from attack.oracles.rescaled import rescaled
from attack.scheme import Scheme

SLOPES = {"runge-kutta": ("A", "b"), "linear-multistep": ("beta",), "general-linear": ("A", "B")}


def scheme(rng: random.Random) -> Scheme:
    found = rng.choice([one_step, of_multistep, past_states])(rng)
    if rng.random() < 0.8:
        found = multiplied(found, _factor(found, rng))
    order = rescaled(found).order
    guess = rng.randint(0, 4) if order is None or rng.random() < 0.3 else order
    return written(found.claiming(rescaled_order=max(0, guess + rng.choice([0, 0, 0, 1, -1]))), rng)


def one_step(rng: random.Random) -> Scheme:
    return _bare(runge_kutta.scheme(rng), ("A", "b"))


def of_multistep(rng: random.Random) -> Scheme:
    return _bare(multistep.scheme(rng), ("alpha", "beta"))


def past_states(rng: random.Random) -> Scheme:
    make: Callable[[random.Random], general_linear.Parts] = rng.choice(
        [general_linear.two_step, general_linear.differentiation]
    )
    parts = make(rng)
    arrays = {name: tuple(map(tuple, getattr(parts, name))) for name in "AUBV"}
    return Scheme("general-linear", arrays, {"start": "history"}, made=make.__name__)


def _bare(found: Scheme, names: tuple[str, ...]) -> Scheme:
    """Without claims and embedded weights."""
    return replace(found, arrays={name: found[name] for name in names}, keys={}, texts={})


def _factor(found: Scheme, rng: random.Random) -> Exact:
    """A number other than 0, irrational where that makes no second field."""
    plain = all(rational(x) for _, x in found.places())
    return element(rng, some_field(rng, 0.2) if plain else None) or fraction(rng, 3) or Fraction(2)


def multiplied(found: Scheme, factor: Exact) -> Scheme:
    """The scheme with h f multiplied by a number."""
    scaled = {
        name: tuple(tuple(factor * x for x in row) for row in found[name]) for name in SLOPES[found.kind]
    }
    made = f"{found.made}, slopes times {factor}"
    return replace(found, arrays={**found.arrays, **scaled}, made=made)
