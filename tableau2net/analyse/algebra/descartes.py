"""Real roots of polynomials with integer coefficients, told apart by Descartes' rule of signs (G. E. Collins,
A. G. Akritas, SYMSAC 1976, 272–275): the roots of p in (0, 1) are as many as the changes of sign in the coefficients
of (1 + x)^n p(1/(1 + x)), or fewer by an even number. Sturm's sequences of rational numbers grow far longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

Integers = list[int]  # coefficients, the constant term first


def isolated(
    values: Sequence[Fraction], low: Fraction, high: Fraction
) -> Iterator[tuple[Fraction, Fraction]]:
    """Bounds (a, b] with one root each, from left to right, of the roots in (low, high] of a square-free polynomial;
    a = b where b is the root."""
    stack = [(_on_unit_interval(values, low, high), low, high)]
    while stack:
        p, a, b = stack.pop()
        roots, ends = _changes(_shifted(p[::-1])), not sum(p)
        if roots > 1 or (roots and ends):
            left = [c << (len(p) - 1 - i) for i, c in enumerate(p)]  # 2^n p(x/2)
            middle = (a + b) / 2
            stack += [(_shifted(left), middle, b), (left, a, middle)]
        elif ends:
            yield b, b
        elif roots:
            yield a, b


def bound(values: Sequence[Fraction]) -> Fraction:
    """A power of two that no root exceeds in absolute value: 2 max |a_{n−k}/a_n|^{1/k} (Lagrange, Fujiwara)."""
    p = integers(values)
    lead = abs(p[-1]).bit_length() - 1
    exponents = [-(-(abs(a).bit_length() - lead) // k) for k, a in enumerate(reversed(p[:-1]), start=1) if a]
    return Fraction(2) ** (1 + max(exponents, default=0))


def integers(values: Sequence[Fraction]) -> Integers:
    """The primitive polynomial that is a positive multiple."""
    scale = lcm(*(value.denominator for value in values))
    scaled = [value.numerator * (scale // value.denominator) for value in values]
    content = gcd(*scaled) or 1
    return [a // content for a in scaled]


def _on_unit_interval(values: Sequence[Fraction], low: Fraction, high: Fraction) -> Integers:
    """A positive multiple of p(low + (high − low) x)."""
    width, shifted = high - low, list(values)
    if low:
        n = len(values)
        for i in range(n):
            for j in range(n - 2, i - 1, -1):
                shifted[j] += low * shifted[j + 1]
    return integers([a * width**i for i, a in enumerate(shifted)])


def _shifted(p: Integers) -> Integers:
    """p(x + 1), by Horner's scheme."""
    q = list(p)
    for i in range(len(q)):
        for j in range(len(q) - 2, i - 1, -1):
            q[j] += q[j + 1]
    return q


def _changes(p: Integers) -> int:
    """The changes of sign in the coefficients."""
    signs = [a > 0 for a in p if a]
    return sum(a != b for a, b in pairwise(signs))
