"""Polynomials with exact coefficients, and how many real roots they have: Yun's factors and Sturm's chains."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from mpmath import mp

from attack.numbers import Exact, real, sign


class Poly:
    """Σ c_k x^k, lowest power first."""

    __slots__ = ("c",)

    def __init__(self, coefficients: Sequence[Exact]) -> None:
        c = [Fraction(a) if isinstance(a, int) else a for a in coefficients]
        while c and not c[-1]:
            c.pop()
        self.c: tuple[Exact, ...] = tuple(c)

    @property
    def degree(self) -> int:
        return len(self.c) - 1

    def __bool__(self) -> bool:
        return bool(self.c)

    def __add__(self, other: Poly) -> Poly:
        n = max(len(self.c), len(other.c))
        a, b = ((*p.c, *[Fraction(0)] * (n - len(p.c))) for p in (self, other))
        return Poly([x + y for x, y in zip(a, b, strict=True)])

    def __neg__(self) -> Poly:
        return Poly([-a for a in self.c])

    def __sub__(self, other: Poly) -> Poly:
        return self + -other

    def __mul__(self, other: Poly) -> Poly:
        if not self or not other:
            return Poly(())
        product: list[Exact] = [Fraction(0)] * (len(self.c) + len(other.c) - 1)
        for i, a in enumerate(self.c):
            if a:
                for j, b in enumerate(other.c):
                    product[i + j] = product[i + j] + a * b
        return Poly(product)

    def scaled(self, factor: Exact) -> Poly:
        return Poly([a * factor for a in self.c])

    def divided(self, other: Poly) -> tuple[Poly, Poly]:
        """Quotient and rest."""
        rest, quotient = list(self.c), [Fraction(0)] * max(0, len(self.c) - other.degree)
        for k in range(len(self.c) - len(other.c), -1, -1):
            factor = rest[k + other.degree] / other.c[-1]
            quotient[k] = factor
            if factor:
                for j, b in enumerate(other.c):
                    rest[k + j] = rest[k + j] - factor * b
        return Poly(quotient), Poly(rest[: other.degree])

    def monic(self) -> Poly:
        return self.scaled(1 / self.c[-1]) if self else self

    def gcd(self, other: Poly) -> Poly:
        a, b = self, other
        while b:
            a, b = b, a.divided(b)[1].monic()
        return a.monic()

    def derivative(self) -> Poly:
        return Poly([k * a for k, a in enumerate(self.c)][1:])

    def __call__(self, x: Exact) -> Exact:
        value: Exact = Fraction(0)
        for a in reversed(self.c):
            value = value * x + a
        return value

    def mirrored(self) -> Poly:
        """p(−x)."""
        return Poly([a if k % 2 == 0 else -a for k, a in enumerate(self.c)])

    def reversed(self) -> Poly:
        return Poly(self.c[::-1])

    def decimals(self) -> list[Any]:
        """Highest power first, as mpmath has it."""
        return [real(a) for a in reversed(self.c)]

    def roots(self, places: int = 50) -> list[Any]:
        """All roots of a polynomial without multiple ones, in decimals."""
        if self.degree < 1:
            return []
        with mp.workdps(places + 10):
            found: list[Any] = mp.polyroots(self.decimals(), maxsteps=500, extraprec=2 * places + 200)
            return found


def factors(p: Poly) -> list[tuple[Poly, int]]:
    """The factors without multiple roots, each with its multiplicity (Yun)."""
    found = []
    common = p.gcd(p.derivative())
    b, c = p.divided(common)[0], p.derivative().divided(common)[0]
    d, m = c - b.derivative(), 1
    while b.degree > 0:
        a = b.gcd(d)
        if a.degree > 0:
            found.append((a, m))
        b, c = b.divided(a)[0], d.divided(a)[0]
        d, m = c - b.derivative(), m + 1
    return found


def simple_part(p: Poly, wanted: Callable[[int], bool] = lambda m: True) -> Poly:
    """The product of the factors of the multiplicities that are wanted, each once."""
    result = Poly([1])
    for factor, m in factors(p):
        if wanted(m):
            result = result * factor
    return result


def chain(p: Poly) -> list[Poly]:
    """Sturm's chain of a polynomial without multiple roots."""
    found = [p, p.derivative()]
    while found[-1]:
        rest = -found[-2].divided(found[-1])[1]
        found.append(rest.scaled(_positive(rest)) if rest else rest)
    return found[:-1]


def _positive(p: Poly) -> Exact:
    """1/|leading coefficient|, which keeps the numbers short and the signs."""
    top = p.c[-1]
    return 1 / top if sign(top) > 0 else -1 / top


def changes(signs: Sequence[int]) -> int:
    known = [s for s in signs if s]
    return sum(a != b for a, b in pairwise(known))


def at(polynomials: Sequence[Poly], x: Fraction | None, *, negative: bool = False) -> int:
    """The changes of sign of a chain at x, or at ±∞."""
    if x is not None:
        return changes([sign(p(x)) for p in polynomials])
    return changes([sign(p.c[-1]) * (-1 if negative and p.degree % 2 else 1) for p in polynomials])


def count_real(p: Poly, low: Fraction | None, high: Fraction | None) -> int:
    """The distinct roots in (low, high]; None is infinity."""
    if p.degree < 1:
        return 0
    q = simple_part(p)
    found = chain(q)
    return at(found, low, negative=True) - at(found, high)


def sign_changes(p: Poly) -> Poly:
    """The polynomial of the roots at which p changes its sign."""
    return simple_part(p, lambda m: m % 2 == 1)


def never_negative(p: Poly) -> bool:
    """Whether p(x) ≥ 0 for all x ≥ 0."""
    return first_negative(p) is None


def first_negative(p: Poly) -> Any:
    """The largest x with p ≥ 0 on [0, x], to 40 places; None where there is no end."""
    if not p:
        return None
    k = next(k for k, a in enumerate(p.c) if a)
    p = Poly(p.c[k:])
    if sign(p.c[0]) < 0:
        return mp.mpf(0)
    q = sign_changes(p)
    if count_real(q, Fraction(0), None) == 0:
        return None
    return least_positive_root(q)


def least_positive_root(q: Poly) -> Any:
    """The least positive root of a polynomial without multiple ones that has one and q(0) ≠ 0: between numbers that
    Sturm's chain gives, then by halves."""
    found = chain(q)
    start = at(found, Fraction(0))
    low, high = Fraction(0), Fraction(1)
    while start - at(found, high) == 0:
        low, high = high, 2 * high
    while start - at(found, high) > 1:
        middle = (low + high) / 2
        if start - at(found, middle) == 0:
            low = middle
        else:
            high = middle
    below = sign(q(low)) or sign(q(Fraction(0)))
    if not q(high):
        return real(high)
    for _ in range(140):
        middle = (low + high) / 2
        s = sign(q(middle))
        if s == 0:
            with mp.workdps(60):
                return real(middle)
        if s == below:
            low = middle
        else:
            high = middle
    with mp.workdps(60):
        return (real(low) + real(high)) / 2


def determinant(rows: Sequence[Sequence[Exact]]) -> Exact:
    """By elimination."""
    rows = [list(row) for row in rows]
    result: Exact = Fraction(1)
    for k in range(len(rows)):
        pivot = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            result = -result
        result = result * rows[k][k]
        for i in range(k + 1, len(rows)):
            if rows[i][k]:
                factor = rows[i][k] / rows[k][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return result


def interpolated(values: Callable[[Fraction], Exact], degree: int) -> Poly:
    """The polynomial of this degree at most with these values (Newton)."""
    nodes = [Fraction(k) for k in range(degree + 1)]
    table = [values(x) for x in nodes]
    for level in range(1, degree + 1):
        for i in range(degree, level - 1, -1):
            table[i] = (table[i] - table[i - 1]) / (nodes[i] - nodes[i - level])
    result = Poly(())
    for k in range(degree, -1, -1):
        result = result * Poly([-nodes[k], 1]) + Poly([table[k]])
    return result
