"""Methods as tables print them: decimals of many places, rounded or cut off, short ones and fractions beside them. The
exact method is known, so is what is right; and with one coefficient off by a thousand units of its last place."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from mpmath import mp

from attack.generators import partitioned, runge_kutta
from attack.generators.coefficients import decimal
from attack.numbers import Exact, rational, real
from attack.oracles.trees import forest, order
from attack.scheme import Place, Scheme

MADE = (
    runge_kutta.three_stages,
    runge_kutta.four_stages,
    runge_kutta.collocation,
    runge_kutta.dual,
    runge_kutta.singly_diagonal,
    runge_kutta.triple_jump,
    runge_kutta.adjoint_of_some,
    runge_kutta.composition,
)


def scheme(rng: random.Random) -> Scheme:
    if rng.random() < 0.25:
        found = replace(partitioned.scheme(rng), keys={}, texts={})
        if "1e-30" in found.made:
            return scheme(rng)
        if "separable" in partitioned.scheme(rng).keys:
            found = replace(found, keys={})
        arrays = {name: rows for name, rows in found.arrays.items() if not name.endswith("hat")}
        found = replace(found, arrays=arrays)
        names = found.fields
        p = order(
            [found[f"{n}.A"] for n in names],
            [found[f"{n}.b"][0] for n in names],
            forest(((0, 0),) * len(names)),
            5,
        )
    else:
        make = rng.choice(MADE)
        A, b = make(rng)
        made = make.__name__
        if rng.random() < 0.2 and len(b) < 5:
            A, b = rng.choice(runge_kutta.PADS)(A, b, rng)
            made += ", padded"
        found = runge_kutta.tableau(A, b, made)
        p = order([A], [b], forest(), 6)
    places = rng.randint(12, 20)
    candidates = [(place, x) for place, x in found.places() if x and place[0].endswith("b")]
    off = rng.random() < 0.3 and bool(candidates)  # noise may have weights of 0 alone
    if off:
        place, x = rng.choice(candidates)
        found = found.with_entry(place, x + Fraction(1000, 10**places))
    cut = rng.random() < 0.3
    mixed = rng.random() < 0.5

    def write(_: Place, entry: Exact) -> str | None:
        short = decimal(entry) if rational(entry) and isinstance(entry, Fraction) else None
        if short is not None and len(short) < places / 2 - 1:
            return short if mixed else None
        if isinstance(entry, Fraction) and mixed and rng.random() < 0.3 and not off:
            return None
        return printed(entry, places, cut)

    found = found.written(write)
    claims = {"order": p if p or off else None}
    if not any("." in text and len(text) > places and text.strip("-0.") for text in found.texts.values()):
        return scheme(rng)  # nothing is rounded in it: 0.000 is 0
    return replace(
        found.claiming(decimals="rounded", **claims),
        made=f"{found.made}, {places} places{', off' if off else ''}",
    )


def printed(x: Exact, places: int, cut: bool) -> str:
    """So many places after the point, rounded or cut off."""
    with mp.workdps(60):
        scaled = real(x) * 10**places
        n = int(scaled) if cut else int(mp.nint(scaled))
    digits = str(abs(n)).rjust(places + 1, "0")
    return f"{'-' if n < 0 else ''}{digits[:-places]}.{digits[-places:]}"
