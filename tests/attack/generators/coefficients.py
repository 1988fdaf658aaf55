"""Random coefficients, and what a careless author makes of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

from attack.numbers import FIELDS, Exact, Field, Surd, disguised, rational
from attack.scheme import Place, Scheme

SMALL = Fraction(1, 10**30)


def fraction(rng: random.Random, largest: int = 3) -> Fraction:
    """A simple one, often 0, 1 or 1/2."""
    if rng.random() < 0.3:
        return rng.choice([Fraction(0), Fraction(0), Fraction(1), Fraction(1), Fraction(-1), Fraction(1, 2)])
    n = rng.choice([1, 2, 3, 4, 5, 6, 8, 10, 12])
    return Fraction(rng.randint(-largest * n, largest * n), n)


def positive(rng: random.Random) -> Fraction:
    return abs(fraction(rng, 1)) or Fraction(1, rng.randint(1, 5))


def element(rng: random.Random, field: Field | None) -> Exact:
    """A simple number of a field, a fraction where there is none."""
    if field is None or rng.random() < 0.4:
        return fraction(rng, 1)
    c = [
        fraction(rng, 1),
        *(Fraction(rng.randint(-3, 3), rng.randint(1, 6)) for _ in range(field.degree - 1)),
    ]
    return Surd(field, c)


def some_field(rng: random.Random, chance: float = 0.25) -> Field | None:
    """A quadratic one mostly."""
    if rng.random() >= chance:
        return None
    quadratic = [field for field in FIELDS if field.degree == 2]
    return rng.choice(quadratic if rng.random() < 0.8 else FIELDS)


def distinct(rng: random.Random, n: int, *, zero: bool = False, one: bool = False) -> list[Fraction]:
    """Different numbers in [0, 1], 0 first or 1 last where that is asked for."""
    found = {Fraction(0)} if zero else set()
    if one:
        found.add(Fraction(1))
    while len(found) < n:
        d = rng.randint(2, 10)
        found.add(Fraction(rng.randint(0 if not zero else 1, d), d))
    return sorted(found)


def moved(scheme: Scheme, rng: random.Random, names: Sequence[str] | None = None) -> Scheme:
    """One coefficient moved by 10^−30; often another in its row by as much in the other direction."""
    places = [place for place, _ in scheme.places() if names is None or place[0] in names]
    if not places:
        return scheme
    name, i, j = rng.choice(places)
    row = scheme[name][i]
    scheme = scheme.with_entry((name, i, j), row[j] + SMALL)
    if len(row) > 1 and rng.random() < 0.5:
        k = (j + 1) % len(row)
        scheme = scheme.with_entry((name, i, k), row[k] - SMALL)
    return scheme


def written(scheme: Scheme, rng: random.Random, chance: float = 0.06) -> Scheme:
    """Some entries written in a way that hides what they are, and short decimals where a fraction has them."""
    if rng.random() < 0.5:
        return scheme

    fields = {entry.field.name for _, entry in scheme.places() if isinstance(entry, Surd)}
    hide = rng.random() < 0.5

    def write(_: Place, entry: Exact) -> str | None:
        if hide and rng.random() < chance and (fields or rng.random() < 0.3):
            known = next((x for _, x in scheme.places() if isinstance(x, Surd)), None)
            return disguised(entry if known is None or isinstance(entry, Surd) else entry + 0 * known, rng)
        if isinstance(entry, Fraction) and rng.random() < 0.5:
            return decimal(entry)
        return None

    return scheme.written(write)


def decimal(x: Fraction) -> str | None:
    """The fraction as a decimal, where it has no more than 12 places."""
    if not rational(x) or 10**12 % x.denominator:
        return None
    places = next(k for k in range(13) if 10**k % x.denominator == 0)
    if not places:
        return str(x)
    digits = str(abs(int(x * 10**places))).rjust(places + 1, "0")
    return f"{'-' if x < 0 else ''}{digits[:-places]}.{digits[-places:]}"
