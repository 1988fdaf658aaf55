"""Families with parameters in their coefficients: without values, with values of every kind, with ranges; special
values among them."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from attack.generators.coefficients import fraction
from attack.numbers import SQRT2, SQRT3, SQRT5, Exact, Formula
from attack.oracles.formula import value
from attack.scheme import Parameter, Scheme

Texts = dict[str, list[list[str]]]


def scheme(rng: random.Random) -> Scheme:
    make = rng.choices(list(MAKERS), list(MAKERS.values()))[0]
    kind, texts = make(rng)
    arrays = {
        name: tuple(tuple(_entry(text) for text in row) for row in rows) for name, rows in texts.items()
    }
    names = [
        name
        for name in ("a", "k")
        if any(_mentions(text, name) for rows in texts.values() for row in rows for text in row)
    ]
    parameters = {name: _declared(rng, make) for name in names}
    found = Scheme(kind, arrays, parameters=parameters, made=make.__name__)
    if rng.random() < 0.4:
        found = found.claiming(order=rng.randint(0, 4))
    if kind == "linear-multistep" and rng.random() < 0.6:
        found = found.claiming(zero_stable=rng.random() < 0.7)
    return found


def _entry(text: str) -> Exact:
    return Formula(text) if any(_mentions(text, name) for name in ("a", "k")) else value(text)


def _mentions(text: str, name: str) -> bool:
    return name in text.replace("sqrt", "")


def _declared(rng: random.Random, make: Callable[..., object]) -> Parameter:
    match rng.randrange(4):
        case 0:
            return Parameter()
        case 1:
            return Parameter(_value(rng))
        case 2:
            low, high = sorted((fraction(rng, 2), fraction(rng, 2)))
            return Parameter(
                None, low, high + (1 if low == high else 0), rng.choice(["[]", "()", "(]", "[)"])
            )
    middle = fraction(rng, 1)
    return Parameter(middle, middle - abs(fraction(rng, 1)), middle + abs(fraction(rng, 1)) + 1)


def _value(rng: random.Random) -> Exact:
    third = SQRT3.theta / 6
    special: list[Exact] = [
        Fraction(1, 2) + third,
        Fraction(1, 2) - third,
        1 - SQRT2.theta / 2,
        SQRT5.theta / 5,
        Fraction(2, 3),
        Fraction(1, 2),
        Fraction(-1),
        Fraction(1),
        Fraction(0),
    ]
    return rng.choice(special) if rng.random() < 0.7 else fraction(rng, 2)


def two_stages(_: random.Random) -> tuple[str, Texts]:
    return "runge-kutta", {"A": [["0", "0"], ["a", "0"]], "b": [["1 - 1/(2*a)", "1/(2*a)"]]}


def three_stages(rng: random.Random) -> tuple[str, Texts]:
    """Of order 3 for c = (0, u, v) (Butcher 2003, §32), one or both open."""
    u, v = rng.choice([("a", "k"), ("a", "1"), ("a", "3/4"), ("1/2", "a"), ("1/3", "a")])
    b3, b2 = f"(2-3*({u}))/(6*({v})*(({v})-({u})))", f"(2-3*({v}))/(6*({u})*(({u})-({v})))"
    a32 = f"({v})*(({v})-({u}))/(({u})*(2-3*({u})))"
    return "runge-kutta", {
        "A": [["0", "0", "0"], [u, "0", "0"], [f"{v} - {a32}", a32, "0"]],
        "b": [[f"1 - {b2} - {b3}", b2, b3]],
    }


def singly_diagonal(rng: random.Random) -> tuple[str, Texts]:
    """Of order 2, of order 3 for (3 ± √3)/6; or of order 1, and 2 for 1 ± √2/2."""
    if rng.random() < 0.5:
        return "runge-kutta", {"A": [["a", "0"], ["1-2*a", "a"]], "b": [["1/2", "1/2"]]}
    return "runge-kutta", {"A": [["a", "0"], ["1-a", "a"]], "b": [["1-a", "a"]]}


def theta(_: random.Random) -> tuple[str, Texts]:
    return "runge-kutta", {"A": [["0", "0"], ["1-a", "a"]], "b": [["1-a", "a"]]}


def vanishing(rng: random.Random) -> tuple[str, Texts]:
    """A known method with a polynomial added to an entry, which is 0 at given values."""
    A, b = rng.choice(
        [
            ([["0", "0", "0"], ["1/3", "0", "0"], ["0", "2/3", "0"]], ["1/4", "0", "3/4"]),
            ([["5/12", "-1/12"], ["3/4", "1/4"]], ["3/4", "1/4"]),
            ([["1/4", "1/4"], ["3/4", "1/4"]], ["1/2", "1/2"]),
            ([["0", "0"], ["1", "0"]], ["1/2", "1/2"]),
            (
                [["0", "0", "0", "0"], ["1/2", "0", "0", "0"], ["0", "1/2", "0", "0"], ["0", "0", "1", "0"]],
                ["1/6", "1/3", "1/3", "1/6"],
            ),
        ]
    )
    roots = [fraction(rng, 2) for _ in range(rng.randint(1, 2))]
    factor = (
        "*".join(f"(a - ({root}))" for root in roots)
        if rng.random() < 0.7
        else rng.choice(["(a**2 - 2)", "(a**3 - a - 1)", "(a**2 + 1)"])
    )
    A, b = [list(row) for row in A], list(b)
    row = rng.choice([*A[1:], b])
    j = rng.randrange(len(row))
    row[j] = f"{row[j]} + {factor}"
    if rng.random() < 0.6:
        row[(j + 1) % len(row)] += f" - {factor}"
    return "runge-kutta", {"A": A, "b": [b]}


def two_steps(rng: random.Random) -> tuple[str, Texts]:
    """ρ = (w − 1)(w − a): explicit of order 2 at most, or implicit of order 3, and 4 for a = −1."""
    alpha = [["a", "-1-a", "1"]]
    beta = rng.choice(
        [
            ["0", "1", "0"],
            ["-(1+a)/2", "(3-a)/2", "0"],
            ["-(1+5*a)/12", "2*(1-a)/3", "(5+a)/12"],
            ["0", "0", "1-a"],
        ]
    )
    return "linear-multistep", {"alpha": alpha, "beta": [beta]}


def three_steps(rng: random.Random) -> tuple[str, Texts]:
    """ρ = (w − 1)(w² − p w − q) with a parameter."""
    p, q = rng.choice(
        [
            ("a", "0"),
            ("0", "a"),
            ("a", "-1/2"),
            ("a", "-1"),
            ("1/2", "a"),
            ("2*a", "-a**2"),
            ("a+1/3", "-a/3"),
        ]
    )
    return "linear-multistep", {
        "alpha": [[f"{q}", f"({p}) - ({q})", f"-1 - ({p})", "1"]],
        "beta": [["0", "0", f"1 - ({p}) - ({q})", "0"]],
    }


MAKERS: dict[Callable[[random.Random], tuple[str, Texts]], float] = {
    two_stages: 1,
    three_stages: 1,
    singly_diagonal: 1,
    theta: 0.5,
    vanishing: 3,
    two_steps: 2,
    three_steps: 1.5,
}
