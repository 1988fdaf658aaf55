"""The real roots of a polynomial with rational coefficients in an interval, whose ends may be irrational; and a
rational number between any two of them.

An irrational end is a root of its minimal polynomial. Rational bounds around it that no root of the polynomial shares,
but for the end itself, tell what lies on either side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any

from tableau2net.algebra.domains import choose, choose_ordered, convert, written
from tableau2net.algebra.domains.function_field import FunctionField
from tableau2net.exact import Expression, Function, number, to_sympy
from tableau2net.methods import Interval

CLOSE = 12  # digits to which an irrational end is enclosed where its neighbours do not matter


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of the line is looked at: the ends that belong to it, and rational bounds within it, between which all roots
    are that lie between its ends; `low` ≥ `high` where there is nothing but the ends."""

    ends: tuple[Expression, ...]
    low: Fraction
    high: Fraction


def stretch(polynomial: Any, interval: Interval | None) -> Stretch:
    """The stretch of an interval, or of the whole line for None. Raises InputError where an end cannot be decided."""
    if interval is None:
        return Stretch((), *beyond_all_roots(polynomial))
    sides = ((interval.low, interval.low_open), (interval.high, interval.high_open))
    closed = tuple(dict.fromkeys(end for end, is_open in sides if not is_open))
    if equal(interval.low, interval.high):
        return Stretch(closed[:1], Fraction(0), Fraction(0))
    bounds = zip(_bounds(polynomial, interval.low), _bounds(polynomial, interval.high), strict=False)
    return next(Stretch(closed, above, below) for (_, above), (below, _) in bounds if above < below)


def equal(a: Expression, b: Expression) -> bool:
    """Whether two numbers are equal."""
    domain = choose([a, b])
    return not convert(a, domain) - convert(b, domain)


def _bounds(polynomial: Any, end: Expression) -> Iterator[tuple[Fraction, Fraction]]:
    """Closer and closer rational bounds on an end, from the first on between which there is no other root."""
    others = None if end.rational is not None else polynomial.quo(polynomial.gcd(_own(end, polynomial)))
    for digits in count(3, 7):
        low, high = enclosed(end, digits)
        if others is None or not others.degree() or not others.count_roots(_rational(low), _rational(high)):
            yield low, high


def enclosed(value: Expression, digits: int) -> tuple[Fraction, Fraction]:
    """Rational bounds on a number, algebraic or with pi, no more than 10^-digits apart."""
    if value.rational is not None:
        return value.rational, value.rational
    domain = choose_ordered([value])
    assert domain is not None, "an end has no parameters"
    return domain.within(convert(value, domain), Fraction(1, 10**digits))


def limits(interval: Interval, *, outwards: bool) -> tuple[Fraction, Fraction]:
    """Rational bounds of an interval: just outside an irrational end, or just inside."""
    ends = []
    for end, side in ((interval.low, 0), (interval.high, 1)):
        ends.append(enclosed(end, CLOSE)[side if outwards else 1 - side])
    return ends[0], ends[1]


def _own(value: Expression, like: Any) -> Any:
    """The minimal polynomial of an algebraic number, in the variable of another polynomial; 1 for one with pi, which is
    no root of any."""
    import sympy

    domain = choose([value])
    if isinstance(domain, FunctionField):
        constant = domain.constant(convert(value, domain))
        if constant is None:
            return like.one
        value = written(constant, domain.constants, ())
    return sympy.minimal_polynomial(to_sympy(value), like.gen, polys=True).set_domain(sympy.QQ)


def is_root(polynomial: Any, value: Expression) -> bool:
    """Whether a polynomial vanishes at a number, algebraic or with pi."""
    if value.rational is not None:
        return not polynomial.eval(_rational(value.rational))
    own = _own(value, polynomial)
    return bool(own.degree() and polynomial.rem(own).is_zero)


def roots_in(polynomial: Any, interval: Interval | None) -> Iterator[Expression]:
    """The real roots in an interval, or all for None, as exact numbers. Raises InputError where an end cannot be
    decided."""
    within = stretch(polynomial, interval)
    for end in within.ends:
        if is_root(polynomial, end):
            yield end
    yield from roots_between(polynomial, within.low, within.high)


def roots_between(polynomial: Any, low: Fraction, high: Fraction) -> Iterator[Expression]:
    """The real roots strictly between rational bounds, as exact numbers."""
    if low >= high:
        return
    for factor, _ in polynomial.factor_list()[1]:
        rising = [_fraction(a) for a in reversed(factor.all_coeffs())]
        if len(rising) == 2:
            root = -rising[0] / rising[1]
            if low < root < high:
                yield number(root)
        else:  # irreducible: no rational root, so none at the bounds
            first, last = (_count(factor, end) for end in (low, high))
            for index in range(first + 1, last + 1):
                yield Function("root", (number(index), *map(number, rising)))


def samples(polynomial: Any, low: Fraction, high: Fraction) -> Iterator[Fraction]:
    """A rational number in each open interval that the roots cut out of (low, high)."""
    if low >= high:
        return
    last = _count(polynomial, high) - (not polynomial.eval(_rational(high)))
    for below in range(_count(polynomial, low), last + 1):
        left, right = low, high
        while True:
            middle = (left + right) / 2
            found = _count(polynomial, middle)
            on_root = not polynomial.eval(_rational(middle))
            if found == below and not on_root:
                yield middle
                break
            if found > below:
                right = middle
            else:
                left = middle


def beyond_all_roots(polynomial: Any) -> tuple[Fraction, Fraction]:
    """Bounds with all real roots strictly between them (Cauchy)."""
    lead, *rest = (abs(_fraction(a)) for a in polynomial.all_coeffs())
    bound = 2 + max((a / lead for a in rest), default=Fraction(0))
    return -bound, bound


def _count(polynomial: Any, x: Fraction) -> int:
    """How many real roots are at most x."""
    return int(polynomial.count_roots(None, _rational(x))) if polynomial.degree() > 0 else 0


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))


def _rational(value: Fraction) -> Any:
    from sympy import Rational

    return Rational(value.numerator, value.denominator)
