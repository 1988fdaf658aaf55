"""Exact numbers: fractions, and elements of a few real number fields Q(θ), with ways to write them.

An element is a polynomial in θ with rational coefficients, modulo the minimal polynomial of θ; so it is zero iff its
coefficients are. Its sign is that of its decimals, which are computed to as many places as it takes. Numbers of Q(π)
stand in `transcendental`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from mpmath import mp, mpf

from attack.transcendental import SPELLINGS, ZEROS
from attack.transcendental import InPi as InPi

Exact = Any  # a Fraction, an int, a Surd or a number of Q(π); in a scheme with parameters a Formula too


@dataclass(frozen=True)
class Field:
    """Q(θ): the minimal polynomial of θ without its leading 1, lowest power first; θ in decimals; ways to write θ, and
    ways to write 0 in this field."""

    name: str
    modulus: tuple[Fraction, ...]
    decimals: Callable[[], Any]
    spellings: tuple[str, ...]
    zeros: tuple[str, ...]

    @property
    def degree(self) -> int:
        return len(self.modulus)

    @cached_property
    def theta(self) -> Surd:
        return Surd(self, (Fraction(0), Fraction(1), *[Fraction(0)] * (self.degree - 2)))

    @property
    def powers(self) -> tuple[Any, ...]:
        """1, θ, θ² … to 320 places, or the working precision where this is more."""
        return _powers(self.name, max(320, mp.dps))


class Surd:
    """An element of a field, Σ c_k θ^k."""

    __slots__ = ("c", "field")

    def __init__(self, field: Field, c: Sequence[Fraction]) -> None:
        self.field, self.c = field, tuple(c)

    @property
    def rational(self) -> bool:
        return not any(self.c[1:])

    def _with(self, other: Exact) -> tuple[Field, Sequence[Fraction], Sequence[Fraction]]:
        """Both numbers in one field: that of either, where the other is a fraction that was left over in its own."""
        if not isinstance(other, Surd | Fraction | int):
            raise TypeError(f"no number: {other!r}")
        if not isinstance(other, Surd) or (other.field is not self.field and other.rational):
            first = other.c[0] if isinstance(other, Surd) else Fraction(other)
            return self.field, self.c, (first, *[Fraction(0)] * (self.field.degree - 1))
        if other.field is not self.field:
            assert self.rational, "two fields"
            return other.field, (self.c[0], *[Fraction(0)] * (other.field.degree - 1)), other.c
        return self.field, self.c, other.c

    def __add__(self, other: Exact) -> Surd:
        field, ours, theirs = self._with(other)
        return Surd(field, [a + b for a, b in zip(ours, theirs, strict=True)])

    def __neg__(self) -> Surd:
        return Surd(self.field, [-a for a in self.c])

    def __sub__(self, other: Exact) -> Surd:
        return self.__add__(-other)

    def __rsub__(self, other: Exact) -> Surd:
        return (-self).__add__(other)

    def __mul__(self, other: Exact) -> Surd:
        if not isinstance(other, Surd):
            return Surd(self.field, [a * other for a in self.c])
        field, ours, theirs = self._with(other)
        n, modulus = field.degree, field.modulus
        product = [Fraction(0)] * (2 * n - 1)
        for i, a in enumerate(ours):
            if a:
                for j, b in enumerate(theirs):
                    product[i + j] += a * b
        for k in range(2 * n - 2, n - 1, -1):
            top = product.pop()
            if top:
                for j, m in enumerate(modulus):
                    product[k - n + j] -= top * m
        return Surd(field, product)

    __radd__, __rmul__ = __add__, __mul__

    def inverse(self) -> Surd:
        """x with x · self = 1, by elimination in the matrix of multiplication by self."""
        n = self.field.degree
        columns, power = [], self
        for _ in range(n):
            columns.append(power.c)
            power = power * self.field.theta
        rows = [[columns[j][i] for j in range(n)] + [Fraction(int(i == 0))] for i in range(n)]
        for k in range(n):
            pivot = next((i for i in range(k, n) if rows[i][k]), None)
            if pivot is None:
                raise ZeroDivisionError
            rows[k], rows[pivot] = rows[pivot], rows[k]
            rows[k] = [x / rows[k][k] for x in rows[k]]
            for i in range(n):
                if i != k and rows[i][k]:
                    factor = rows[i][k]
                    rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
        return Surd(self.field, [row[n] for row in rows])

    def __truediv__(self, other: Exact) -> Surd:
        return self * other.inverse() if isinstance(other, Surd) else self * (1 / Fraction(other))

    def __rtruediv__(self, other: Exact) -> Surd:
        return self.inverse().__mul__(other)

    def __pow__(self, n: int) -> Exact:
        result: Exact = Fraction(1)
        for _ in range(n):
            result = result * self
        return result

    def __bool__(self) -> bool:
        return any(self.c)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Surd | Fraction | int) and not self - other

    def __hash__(self) -> int:
        return hash(self.c[0]) if not any(self.c[1:]) else hash((self.field.name, self.c))

    def __repr__(self) -> str:
        return plain(self)


@cache
def _powers(name: str, places: int) -> tuple[Any, ...]:
    field = next(each for each in FIELDS if each.name == name)
    with mp.workdps(places):
        theta = field.decimals()
        return tuple(theta**k for k in range(field.degree))


@dataclass(frozen=True)
class Formula:
    """A coefficient with parameters in it, as it is written."""

    text: str


def real(x: Exact) -> Any:
    """The number in decimals, to the working precision."""
    if isinstance(x, Surd):
        return sum(
            (mpf(a.numerator) / a.denominator * p for a, p in zip(x.c, x.field.powers, strict=True)), mpf(0)
        )
    if isinstance(x, InPi):
        return x.decimals()
    x = Fraction(x)
    return mpf(x.numerator) / x.denominator


def sign(x: Exact) -> int:
    """−1, 0 or 1. Raises ArithmeticError where 10,000 places do not tell a number that is not 0 from 0."""
    if not isinstance(x, Surd | InPi):
        return int(x > 0) - int(x < 0)
    if not x:
        return 0
    for places in (30, 300, 1000, 3000, 10_000):
        with mp.workdps(places + 15):
            value = real(x)
            size = max(abs(a) for a in x.c) if isinstance(x, Surd) else x.size
            if abs(value) > mpf(10) ** -places * (mpf(size.numerator) / size.denominator + 1):
                return 1 if value > 0 else -1
    raise ArithmeticError(f"10,000 places do not tell the sign of {x}")


def rational(x: Exact) -> bool:
    if isinstance(x, InPi):
        return x.rational
    return not isinstance(x, Surd) or x.rational


def plain(x: Exact) -> str:
    """The number, written as simply as can be."""
    if isinstance(x, Formula):
        return x.text
    if not isinstance(x, Surd):
        return str(x)
    text, theta = "", x.field.spellings[0]
    for k, a in enumerate(x.c):
        if not a:
            continue
        factors = [*([] if k and abs(a) == 1 else [str(abs(a))]), *([] if not k else [_power(theta, k)])]
        term = "*".join(factors)
        text += f" {'-' if a < 0 else '+'} {term}" if text else f"-{term}" if a < 0 else term
    return text or "0"


def _power(theta: str, k: int) -> str:
    return f"({theta})" if k == 1 else f"({theta})**{k}"


def disguised(x: Exact, rng: random.Random) -> str:
    """The number, written as nobody should: another way to write θ, and with zeros added that look like numbers."""
    text = f"({_other_theta(x, rng)})"
    zeros = x.field.zeros if isinstance(x, Surd) else tuple(zero for field in FIELDS for zero in field.zeros)
    if isinstance(x, InPi):
        zeros = ZEROS
    match rng.randrange(4):
        case 0:
            return f"{text} + ({rng.choice(zeros)})"
        case 1:
            return f"{text} - {rng.randint(2, 9)}*({rng.choice(zeros)})"
        case 2:
            return f"{text}*(1 + ({rng.choice(zeros)}))"
    return f"{text}/1"


def _other_theta(x: Exact, rng: random.Random) -> str:
    if isinstance(x, InPi):
        return x.text(rng.choice(SPELLINGS))
    if not isinstance(x, Surd):
        return str(x)
    terms = [
        f"({a})" + ("" if not k else f"*{_power(rng.choice(x.field.spellings), k)}")
        for k, a in enumerate(x.c)
        if a
    ]
    return " + ".join(terms) or "0"


def _polynomial(*coefficients: int | str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, coefficients))


SQRT2 = Field(
    "Q(√2)",
    _polynomial(-2, 0),
    lambda: mp.sqrt(2),
    ("sqrt(2)", "sqrt(8)/2", "2**(1/2)", "2/sqrt(2)", "sqrt(3+2*sqrt(2))-1", "1/(sqrt(2)-1)-1", "2*cos(pi/4)",
     "2*sin(pi/4)", "root(2,-2,0,1)", "4**(1/4)", "sqrt(72)/6"),
    ("sqrt(8)-2*sqrt(2)", "sqrt(3+2*sqrt(2))-1-sqrt(2)", "1/(1+sqrt(2))+1-sqrt(2)", "sqrt(2)*sqrt(2)-2"),
)  # fmt: skip
SQRT3 = Field(
    "Q(√3)",
    _polynomial(-3, 0),
    lambda: mp.sqrt(3),
    ("sqrt(3)", "sqrt(12)/2", "2*cos(pi/6)", "3/sqrt(3)", "sqrt(4+2*sqrt(3))-1", "2*sin(pi/3)", "9**(1/4)"),
    ("sqrt(27)-3*sqrt(3)", "sqrt(7+4*sqrt(3))-2-sqrt(3)", "cos(pi/6)-sqrt(3)/2", "sqrt(3)**2-3"),
)
SQRT5 = Field(
    "Q(√5)",
    _polynomial(-5, 0),
    lambda: mp.sqrt(5),
    ("sqrt(5)", "4*cos(pi/5)-1", "sqrt(20)/2", "sqrt(6+2*sqrt(5))-1", "5/sqrt(5)", "4*sin(pi/10)+1"),
    ("cos(pi/5)-cos(2*pi/5)-1/2", "sqrt(45)-3*sqrt(5)", "sqrt(6-2*sqrt(5))+1-sqrt(5)"),
)
CUBE_ROOT = Field(
    "Q(∛2)",
    _polynomial(-2, 0, 0),
    lambda: mp.cbrt(2),
    ("2**(1/3)", "4**(1/6)", "root(1,-2,0,0,1)", "2/4**(1/3)", "16**(1/3)/2"),
    ("4**(1/3)-2**(2/3)", "16**(1/3)-2*2**(1/3)", "2**(1/3)*2**(2/3)-2"),
)
BIQUADRATIC = Field(
    "Q(√2, √3)",
    _polynomial(1, 0, -10, 0),
    lambda: mp.sqrt(2) + mp.sqrt(3),
    ("sqrt(2)+sqrt(3)", "sqrt(5+2*sqrt(6))", "1/(sqrt(3)-sqrt(2))", "root(4,1,0,-10,0,1)"),
    ("sqrt(5+2*sqrt(6))-sqrt(2)-sqrt(3)", "sqrt(2)*sqrt(3)-sqrt(6)", "sqrt(5-2*sqrt(6))+sqrt(2)-sqrt(3)"),
)
HEPTAGON = Field(
    "Q(cos(π/7))",
    _polynomial("1/8", "-1/2", "-1/2"),
    lambda: mp.cos(mp.pi / 7),
    ("cos(pi/7)", "sin(5*pi/14)", "-cos(6*pi/7)", "root(3,1,-4,-4,8)"),
    (
        "cos(pi/7)-cos(2*pi/7)+cos(3*pi/7)-1/2",
        "cos(pi/7)+cos(6*pi/7)",
        "8*cos(pi/7)**3-4*cos(pi/7)**2-4*cos(pi/7)+1",
    ),
)
SQRT6 = Field(
    "Q(√6)",
    _polynomial(-6, 0),
    lambda: mp.sqrt(6),
    ("sqrt(6)", "sqrt(24)/2", "sqrt(2)*sqrt(3)", "sqrt(7+2*sqrt(6))-1", "6/sqrt(6)"),
    ("sqrt(2)*sqrt(3)-sqrt(6)", "sqrt(54)-3*sqrt(6)"),
)
SQRT15 = Field(
    "Q(√15)",
    _polynomial(-15, 0),
    lambda: mp.sqrt(15),
    ("sqrt(15)", "sqrt(60)/2", "sqrt(3)*sqrt(5)", "sqrt(16+2*sqrt(15))-1", "15/sqrt(15)"),
    ("sqrt(3)*sqrt(5)-sqrt(15)", "sqrt(135)-3*sqrt(15)"),
)
NORSETT = Field(  # γ of the diagonally implicit method of three stages and order 4
    "Q(cos(π/18)/√3)",
    _polynomial("-1/24", "1/2", "-3/2"),
    lambda: mp.cos(mp.pi / 18) / mp.sqrt(3) + mp.mpf(1) / 2,
    ("1/2+cos(pi/18)/sqrt(3)", "root(3,-1,12,-36,24)", "1/2+sqrt(3)*cos(pi/18)/3"),
    ("cos(pi/18)-sin(4*pi/9)", "cos(pi/18)*sqrt(3)/3-cos(pi/18)/sqrt(3)"),
)
FIELDS = (SQRT2, SQRT3, SQRT5, CUBE_ROOT, BIQUADRATIC, HEPTAGON, SQRT6, SQRT15, NORSETT)
