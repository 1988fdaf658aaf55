"""Rational functions over a number field Q(θ), each in one form: with θ a root of a monic polynomial with whole
coefficients,

    (n_0 + n_1 θ + … + n_(d−1) θ^(d−1)) / m,

n_k and m polynomials with whole coefficients that have no common divisor, the leading coefficient of m positive. As
quotients of polynomials over Q(θ) they would have no one form, and Euclid's algorithm over Q(θ) takes long numbers.

The inverse of a = Σ n_k θ^k is found without a division but by whole numbers (D. K. Faddeev's form of Leverrier's
method, in Q(θ) in place of matrices): with b_1 = 1, c_k = −Tr(a b_k)/k and b_(k+1) = a b_k + c_k it is −b_d/c_d.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

Polynomial = Any  # a polynomial in the parameters with whole coefficients, as sympy has it


@dataclass(frozen=True, eq=False)
class Extension:
    """Z[p, q, …][θ]: the ring of the polynomials, and what θ^d is, Σ reduced_k θ^k. `traces` are those of 1, θ, …"""

    ring: Any
    reduced: tuple[int, ...] = (0,)

    @property
    def degree(self) -> int:
        return len(self.reduced)

    def product(self, a: Sequence[Polynomial], b: Sequence[Polynomial]) -> list[Polynomial]:
        """Of two polynomials in θ."""
        if not a or not b:
            return []
        found = [self.ring.zero] * (len(a) + len(b) - 1)
        for i, x in enumerate(a):
            if x:
                for j, y in enumerate(b, start=i):
                    found[j] += x * y
        while len(found) > self.degree:
            top = found.pop()
            if top:
                for j, r in enumerate(self.reduced, start=len(found) - self.degree):
                    if r:
                        found[j] += top * r
        return found

    def trace(self, a: Sequence[Polynomial]) -> Polynomial:
        """The sum of the conjugates."""
        return sum((x * t for x, t in zip(a, self._traces(), strict=False) if x), self.ring.zero)

    def _traces(self) -> list[int]:
        """Of 1, θ, …, θ^(d−1), by Newton's identities."""
        d, known = self.degree, list[int]()
        for n in range(d):
            lower = sum(self.reduced[d - j] * known[n - j] for j in range(1, n))
            known.append(lower + n * self.reduced[d - n] if n else d)
        return known


class Quotient:
    """An element; see above. `above` has no leading zeros."""

    __slots__ = ("above", "below", "over")

    def __init__(self, above: Sequence[Polynomial], below: Polynomial, over: Extension) -> None:
        """The quotient of a polynomial in θ and one that is not 0, in its form."""
        top = list(above)
        while top and not top[-1]:
            top.pop()
        common = _gcd(below, [each for each in top if each]) if top else below
        if below.LC < 0:
            common = -common
        if common != 1:
            top, below = [each.exquo(common) for each in top], below.exquo(common)
        self.above: tuple[Polynomial, ...] = tuple(top)
        self.below: Polynomial = below
        self.over = over

    @property
    def rational(self) -> Fraction | None:
        """The rational number that it is, else None."""
        if not self.above:
            return Fraction(0)
        top, bottom = self.above[0], self.below
        if len(self.above) > 1 or not (top.is_ground and bottom.is_ground):
            return None
        return Fraction(int(top.LC), int(bottom.LC))

    def __add__(self, other: Quotient) -> Quotient:
        if self.below == other.below:
            return Quotient(_sum(self.above, other.above), self.below, self.over)
        left, right = ([n * m for n in a] for a, m in ((self.above, other.below), (other.above, self.below)))
        return Quotient(_sum(left, right), self.below * other.below, self.over)

    def __neg__(self) -> Quotient:
        return Quotient([-n for n in self.above], self.below, self.over)

    def __sub__(self, other: Quotient) -> Quotient:
        return self + -other

    def __mul__(self, other: Quotient) -> Quotient:
        return Quotient(self.over.product(self.above, other.above), self.below * other.below, self.over)

    def __rmul__(self, times: int) -> Quotient:
        return Quotient([n * times for n in self.above], self.below, self.over)

    def __truediv__(self, other: Quotient) -> Quotient:
        return self * other.inverse()

    def __pow__(self, exponent: int) -> Quotient:
        step = self if exponent > 0 else self.inverse()
        result = step
        for _ in range(abs(exponent) - 1):
            result = result * step
        return result

    def inverse(self) -> Quotient:
        """1/a. Raises ZeroDivisionError for 0."""
        over, a = self.over, self.above
        if not a:
            raise ZeroDivisionError("0 has no inverse")
        if len(a) == 1:
            return Quotient((self.below,), a[0], over)
        b, c = [over.ring.one], over.ring.zero
        for k in range(1, over.degree + 1):
            before, b = b, over.product(a, b)
            c = -over.trace(b).quo_ground(k)
            b[0] += c
        return Quotient([-n * self.below for n in before], c, over)

    def __bool__(self) -> bool:
        return bool(self.above)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quotient) and (self.above, self.below) == (other.above, other.below)

    def __hash__(self) -> int:
        return hash(tuple(frozenset(n.items()) for n in (*self.above, self.below)))

    def __repr__(self) -> str:
        return f"Quotient({self.above}, {self.below})"


def _sum(a: Sequence[Polynomial], b: Sequence[Polynomial]) -> list[Polynomial]:
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    return [*(x + y for x, y in zip(longer, shorter, strict=False)), *longer[len(shorter) :]]


def _gcd(first: Polynomial, others: Sequence[Polynomial]) -> Polynomial:
    """The greatest common divisor, its leading coefficient positive; the shortest polynomials are asked first."""
    from sympy.polys.heuristicgcd import HeuristicGCDFailed

    def of_two(f: Polynomial, g: Polynomial) -> Polynomial:
        if f == 1:
            return f
        try:
            return f.gcd(g)
        except HeuristicGCDFailed:
            return f.ring.dmp_inner_gcd(f, g)[0]

    common = reduce(of_two, sorted(others, key=len), first)
    return -common if common.LC < 0 else common
