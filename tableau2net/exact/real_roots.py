"""The real roots of a polynomial with whole coefficients: told apart by Sturm's theorem, then closed in by Newton's
method, each step of which a change of sign confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import gcd, lcm

Interval = tuple[Fraction, Fraction]
Integers = tuple[int, ...]  # coefficients, the constant term first


@dataclass(frozen=True, slots=True)
class Isolated:
    """The one root in (low, high] of a square-free polynomial that has no root at `low`."""

    polynomial: Integers
    low: Fraction
    high: Fraction


def whole(coefficients: Sequence[Fraction]) -> Integers:
    """The positive multiple with whole coefficients without a common factor; () for zero."""
    scale = lcm(*(a.denominator for a in coefficients))
    return _primitive([a.numerator * (scale // a.denominator) for a in coefficients])


@lru_cache(maxsize=256)
def real_roots(polynomial: Integers) -> tuple[Isolated, ...]:
    """The real roots from left to right, each as often as its multiplicity says; none of a constant."""
    if len(polynomial) < 2:
        return ()
    common = _divisor(polynomial, _derivative(polynomial))
    simple = _quotient(polynomial, common)
    found = _isolated(simple)
    if len(common) < 2:
        return tuple(found)
    repeated = [(root, 1 + _multiplicity(common, root)) for root in found]
    return tuple(root for root, times in repeated for _ in range(times))


@lru_cache(maxsize=1024)
def root_bounds(polynomial: Integers, index: int, bits: int) -> Interval:
    """Bounds on the index-th real root, counted from 1 upwards, no more than 2^-bits apart."""
    root = real_roots(polynomial)[index - 1]
    low, high = root.low, root.high
    p = root.polynomial
    at_high = _sign(p, high)
    if not at_high:
        return high, high
    known = 4
    while high - low > Fraction(1, 2**bits):
        known = min(2 * known, bits + 2)
        guess = _newton(p, (low + high) / 2, known + 4)
        reach = Fraction(1, 2 ** (known + 1))
        for point in (guess - reach, guess + reach, (low + high) / 2):
            if low < point < high:
                sign = _sign(p, point)
                if not sign:
                    return point, point
                low, high = (low, point) if sign == at_high else (point, high)
        known = max(4, min(known, _bits_between(low, high)))
    return low, high


def _bits_between(low: Fraction, high: Fraction) -> int:
    return max(int(1 / (high - low)).bit_length() - 1, 0)


def _newton(p: Integers, x: Fraction, bits: int) -> Fraction:
    """x − p(x)/p′(x) on a grid of width 2^-bits; x itself where p′(x) is 0."""
    slope = _value(_derivative(p), x)
    step = _value(p, x) / slope if slope else Fraction(0)
    return Fraction(round((x - step) * 2**bits), 2**bits)


def _isolated(p: Integers) -> list[Isolated]:
    """The roots of a square-free polynomial, by halving an interval that holds them all."""
    sequence = _sturm(p)
    bound = Fraction(2 ** (max(abs(a) for a in p) // abs(p[-1]) + 2).bit_length())
    stack, found = [(-bound, bound, _changes(sequence, -bound), _changes(sequence, bound))], list[Isolated]()
    while stack:
        low, high, before, after = stack.pop()
        if before - after == 1 and _sign(p, low):
            found.append(Isolated(p, low, high))
        elif before > after:
            middle = (low + high) / 2
            between = _changes(sequence, middle)
            stack += [(middle, high, between, after), (low, middle, before, between)]
    return found


def _multiplicity(p: Integers, root: Isolated) -> int:
    """How often the root is one of p."""
    times = 0
    while len(p) > 1:
        common = _divisor(p, root.polynomial)
        if len(common) < 2:
            return times
        sequence = _sturm(common)
        if _changes(sequence, root.low) == _changes(sequence, root.high):
            return times
        p, times = _quotient(p, common), times + 1
    return times


def _sturm(p: Integers) -> list[Integers]:
    sequence = [p, _derivative(p)]
    while len(sequence[-1]) > 1:
        rest = _remainder(sequence[-2], sequence[-1])
        if not rest:
            break
        sequence.append(tuple(-a for a in rest))
    return sequence


def _changes(sequence: list[Integers], x: Fraction) -> int:
    signs = [sign for sign in (_sign(p, x) for p in sequence) if sign]
    return sum(a != b for a, b in pairwise(signs))


def _divisor(p: Integers, q: Integers) -> Integers:
    """The greatest common divisor, primitive."""
    while q:
        p, q = q, _remainder(p, q)
    return _primitive(p)


def _remainder(p: Integers, q: Integers) -> Integers:
    """A positive multiple of the remainder of p by q, primitive."""
    rest, lead = list(p), abs(q[-1])
    sign = 1 if q[-1] > 0 else -1
    while len(rest) >= len(q):
        top = rest.pop() * sign
        shift = len(rest) - len(q) + 1
        rest = [lead * a for a in rest]
        for i, b in enumerate(q[:-1], start=shift):
            rest[i] -= top * b
    return _primitive(rest)


def _quotient(p: Integers, q: Integers) -> Integers:
    """p/q, which leaves nothing over, up to a positive factor."""
    rest, quotient = [Fraction(a) for a in p], list[Fraction]()
    while len(rest) >= len(q):
        factor = rest.pop() / q[-1]
        quotient.append(factor)
        for i, b in enumerate(q[:-1], start=len(rest) - len(q) + 1):
            rest[i] -= factor * b
    return whole(quotient[::-1])


def _derivative(p: Integers) -> Integers:
    return tuple(n * a for n, a in enumerate(p[1:], start=1))


def _primitive(p: Sequence[int]) -> Integers:
    end = len(p)
    while end and not p[end - 1]:
        end -= 1
    content = gcd(*p[:end]) or 1
    return tuple(a // content for a in p[:end])


def _value(p: Integers, x: Fraction) -> Fraction:
    total, power = _scaled(p, x)
    return Fraction(total, power)


def _sign(p: Integers, x: Fraction) -> int:
    total, _ = _scaled(p, x)
    return (total > 0) - (total < 0)


def _scaled(p: Integers, x: Fraction) -> tuple[int, int]:
    """q^n p(x) and q^n for x with the denominator q, by Horner's rule; q^n is positive."""
    total, power = 0, 1
    for a in reversed(p):
        total = total * x.numerator + a * power
        power *= x.denominator
    return total, power // x.denominator
