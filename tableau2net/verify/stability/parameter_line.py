"""The line of one parameter k, cut where the root condition of a matrix V(k) can change.

Let m(z; k) be the minimal polynomial of V over the rational functions of k, S = gcd(m, m*) its part
that is symmetric in the unit circle, R = m/S. As k moves, a root of R meets the circle only where
Res(R, R*) = 0, a root of S leaves it only where two roots of S meet, that is where the discriminant
of its square-free part is zero, and roots are lost only where a leading coefficient or a
denominator is zero. Between those finitely many critical values the root condition of m(·; k) holds
everywhere or nowhere, so one rational sample decides. At all but finitely many values m(·; k) is
the minimal polynomial of V(k), and at every value it is a multiple of it; so where m is stable so
is V, and where it is not, some V in that interval is not. At the critical values themselves V is
looked at as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tableau2net.algebra.domains import Element, convert
from tableau2net.algebra.domains.function_field import FunctionField
from tableau2net.algebra.domains.rational import Rationals
from tableau2net.algebra.linear.minimal_polynomial import minimal_polynomial
from tableau2net.algebra.polynomials.schur import root_condition
from tableau2net.exact import Constant, Expression, Function, Name, number
from tableau2net.methods import Interval, Matrix


@dataclass(frozen=True, slots=True)
class Line:
    """The values to look at one by one, and for each open interval between them a sample with its
    verdict."""

    points: tuple[Expression, ...]
    intervals: tuple[tuple[Fraction, bool], ...]


def cut(V: Matrix, name: str, interval: Interval | None) -> Line | None:
    """Cut the interval (the whole line for None); None where the entries or its ends are
    irrational."""
    leaves = (leaf for row in V for entry in row for leaf in entry.walk())
    if any(isinstance(leaf, Function | Constant) for leaf in leaves):
        return None
    field = FunctionField([Name(name)], None)
    elements = [[convert(entry, field) for entry in row] for row in V]
    m = minimal_polynomial(elements, field)
    critical = _critical(m, [entry for row in elements for entry in row])
    closed: list[Expression] = []
    low, high = _beyond_all_roots(critical)
    if interval is not None:
        if interval.low.rational is None or interval.high.rational is None:
            return None
        low, high = interval.low.rational, interval.high.rational
        ends = ((interval.low, interval.low_open), (interval.high, interval.high_open))
        closed = [end for end, is_open in ends if not is_open]
    points = dict.fromkeys((*closed, *_roots_between(critical, low, high)))
    samples = list(_samples(critical, low, high)) if low < high else []
    return Line(tuple(points), tuple((x, root_condition(_at(m, x), Rationals())) for x in samples))


def _critical(monic: Sequence[Element], entries: list[Any]) -> Any:
    """The square-free polynomial in k whose roots are the critical values."""
    from sympy import QQ, Poly, Symbol, cancel, lcm_list

    z, k = Symbol("z"), Symbol("k")

    def polynomial(coefficients: Sequence[Any]) -> Any:
        return Poly(dict(enumerate(coefficients)), z).as_poly(z, k, domain=QQ)

    def coefficients(p: Any) -> list[Any]:
        return list(reversed(Poly(p.as_expr(), z).all_coeffs()))

    common = lcm_list([a.denom.as_expr(k) for a in monic])
    cleared = [cancel(a.numer.as_expr(k) * common / a.denom.as_expr(k)) for a in monic]
    m = polynomial(cleared)
    S = m.gcd(polynomial(cleared[::-1]))
    R, symmetric = m.quo(S), S.sqf_part()
    found = [common, *(entry.denom.as_expr(k) for entry in entries)]
    if symmetric.degree(z) > 1:
        found.append(symmetric.discriminant().as_expr())
    if R.degree(z) > 0:
        found.append(R.resultant(polynomial(coefficients(R)[::-1])).as_expr())
    product = Poly(1, k, domain=QQ)
    for factor in found:
        product = product * Poly(factor, k, domain=QQ)
    return product.sqf_part()


def roots_in(polynomial: Any, interval: Interval | None) -> Iterator[Expression]:
    """The real roots in an interval, or all for None, as exact numbers; none where its ends are irrational."""
    if interval is None:
        low, high = _beyond_all_roots(polynomial)
        yield from _roots_between(polynomial, low, high)
        return
    low_end, high_end = interval.low.rational, interval.high.rational
    if low_end is None or high_end is None:
        return
    for end, is_open in ((low_end, interval.low_open), (high_end, interval.high_open)):
        if not is_open and not polynomial.eval(_rational(end)):
            yield number(end)
    yield from _roots_between(polynomial, low_end, high_end)


def _roots_between(polynomial: Any, low: Fraction, high: Fraction) -> Iterator[Expression]:
    """The real roots strictly between rational bounds, as exact numbers."""
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


def _samples(polynomial: Any, low: Fraction, high: Fraction) -> Iterator[Fraction]:
    """A rational number in each open interval that the roots cut out of (low, high)."""
    last = _count(polynomial, high) - (not polynomial.eval(_rational(high)))
    for below in range(_count(polynomial, low), last + 1):
        left, right = low, high
        while True:
            middle = (left + right) / 2
            count = _count(polynomial, middle)
            on_root = not polynomial.eval(_rational(middle))
            if count == below and not on_root:
                yield middle
                break
            if count > below:
                right = middle
            else:
                left = middle


def _count(polynomial: Any, x: Fraction) -> int:
    """How many real roots are at most x."""
    return int(polynomial.count_roots(None, _rational(x))) if polynomial.degree() > 0 else 0


def _beyond_all_roots(polynomial: Any) -> tuple[Fraction, Fraction]:
    """Bounds with all real roots strictly between them (Cauchy)."""
    lead, *rest = (abs(_fraction(a)) for a in polynomial.all_coeffs())
    bound = 2 + max((a / lead for a in rest), default=Fraction(0))
    return -bound, bound


def _at(monic: Sequence[Element], x: Fraction) -> Sequence[Element]:
    """A polynomial over the rational functions of one parameter, taken at the parameter's value
    x."""

    def value(polynomial: Any) -> Fraction:
        return sum((_fraction(a) * x**power for (power,), a in polynomial.terms()), Fraction(0))

    return [value(a.numer) / value(a.denom) for a in monic]


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))


def _rational(value: Fraction) -> Any:
    from sympy import Rational

    return Rational(value.numerator, value.denominator)
