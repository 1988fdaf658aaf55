"""Real roots of polynomials, told apart by Descartes' rule of signs (G. E. Collins, A. G. Akritas, SYMSAC 1976,
272–275): the roots of p in (0, 1) are as many as the changes of sign in the coefficients of (1 + x)^n p(1/(1 + x)), or
fewer by an even number. Sturm's sequences of rational numbers grow far longer.

A coefficient may be known between two bounds: from the unit interval on all that is done to coefficients is to add
them and to multiply them by positive numbers, so that bounds stay bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from tableau2net.algebra.coefficients import primitive

Integers = list[int]  # coefficients, the constant term first


class Undecided(Exception):
    """The bounds of the coefficients are too far apart to know the sign of one; `at` is the point of which it is not
    known whether it is a root, where that is what is not known."""

    def __init__(self, at: Fraction | None = None) -> None:
        super().__init__()
        self.at = at


@dataclass(frozen=True, slots=True)
class Between:
    """A polynomial whose coefficients lie between those of two others; `high` is `low` where they are known."""

    low: Integers
    high: Integers

    def halves(self) -> tuple[Between, Between]:
        """2^n p(x/2) and 2^n p((x + 1)/2)."""
        left = self._each(lambda p: [c << (len(p) - 1 - i) for i, c in enumerate(p)])
        return left, left._each(shifted)

    def changes(self) -> int:
        """The changes of sign in the coefficients of (1 + x)^n p(1/(1 + x)). Raises Undecided."""
        turned = self._each(lambda p: shifted(p[::-1]))
        signs = [sign for sign in map(_sign, turned.low, turned.high) if sign]
        return sum(a != b for a, b in pairwise(signs))

    def ends_in_root(self) -> bool:
        """Whether p(1) = 0. Raises Undecided."""
        return not _sign(sum(self.low), sum(self.high))

    def _each(self, change: Callable[[Integers], Integers]) -> Between:
        low = change(self.low)
        return Between(low, low if self.high is self.low else change(self.high))


def isolated(p: Between, low: Fraction, high: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """Bounds (a, b] with one root each, from left to right, of the roots in (low, high] of a square-free polynomial;
    a = b where b is the root. `p` is p(low + (high − low) x). Raises Undecided."""
    stack = [(p, low, high)]
    while stack:
        p, a, b = stack.pop()
        try:
            ends = p.ends_in_root()
        except Undecided:
            raise Undecided(b) from None
        roots = p.changes()
        if roots > 1 or (roots and ends):
            middle = (a + b) / 2
            left, right = p.halves()
            stack += [(right, middle, b), (left, a, middle)]
        elif ends:
            yield b, b
        elif roots:
            yield a, b


def bound(values: Sequence[Fraction]) -> Fraction:
    """A power of two that no root exceeds in absolute value: 2 max |a_{n−k}/a_n|^{1/k} (Lagrange, Fujiwara)."""
    p = list(primitive(values))
    lead = abs(p[-1]).bit_length() - 1
    exponents = [-(-(abs(a).bit_length() - lead) // k) for k, a in enumerate(reversed(p[:-1]), start=1) if a]
    return Fraction(2) ** (1 + max(exponents, default=0))


def between(bounds: Sequence[tuple[Fraction, Fraction]]) -> Between:
    """A positive multiple of the polynomial with coefficients in these bounds."""
    if all(low == high for low, high in bounds):
        known = list(primitive([low for low, _ in bounds]))
        return Between(known, known)
    scale = lcm(*(end.denominator for pair in bounds for end in pair))
    low, high = ([int(pair[i] * scale) for pair in bounds] for i in (0, 1))
    return Between(low, high)


def shifted(p: Integers) -> Integers:
    """p(x + 1), by Horner's scheme."""
    q = list(p)
    for i in range(len(q)):
        for j in range(len(q) - 2, i - 1, -1):
            q[j] += q[j + 1]
    return q


def _sign(low: int, high: int) -> int:
    if low > 0 or high < 0:
        return 1 if low > 0 else -1
    if low < high:
        raise Undecided
    return 0
