"""Real roots of polynomials over an ordered field, bounded by rationals: told apart by Descartes' rule of signs where
the coefficients are rational, by Sturm's theorem where not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

from tableau2net.algebra.domains import Element, OrderedDomain
from tableau2net.algebra.domains.rational import Rationals
from tableau2net.algebra.polynomials import descartes
from tableau2net.algebra.polynomials.polynomial import Polynomial, as_fraction

_BITS = (400, 1600, 6400, 25600)  # to which irrational coefficients are looked at


@dataclass(frozen=True)
class Root:
    """The one root in (low, high] of a square-free polynomial; exactly `high` where low = high."""

    polynomial: Polynomial
    low: Fraction
    high: Fraction
    domain: OrderedDomain

    def refined(self, width: Fraction) -> Root:
        """The same root between bounds no more than `width` apart."""
        low, high = self.low, self.high
        if low == high:
            return self
        signs = Signs(self.polynomial, self.domain)
        sign_high = signs.at(high)
        if not sign_high:
            return Root(self.polynomial, high, high, self.domain)
        while high - low > width:
            middle = (low + high) / 2
            sign = signs.at(middle)
            if not sign:
                return Root(self.polynomial, middle, middle, self.domain)
            low, high = (low, middle) if sign == sign_high else (middle, high)
        return Root(self.polynomial, low, high, self.domain)

    def sign_of(self, polynomial: Polynomial) -> int:
        """The sign of another polynomial at the root: by bounds on its value, and where they do not tell, exactly."""
        if polynomial.degree < 1:
            return self.domain.sign(polynomial.lead) if polynomial else 0
        root = self
        for digits in (8, 24):
            root = root.refined(Fraction(1, 10**digits))
            bottom, top = root.bounds_of(polynomial, Fraction(1, 10**digits))
            if bottom > 0 or top < 0:
                return 1 if bottom > 0 else -1
        if root.low == root.high:
            return self.domain.sign(polynomial(self.domain.number(root.high)))
        common = self.polynomial.gcd(polynomial)
        if common.degree > 0 and count(sturm(common), root.low, root.high, self.domain):
            return 0
        width = Fraction(1, 10**48)
        while not (bottom > 0 or top < 0):
            root, width = root.refined(width), width**2
            bottom, top = root.bounds_of(polynomial, width)
        return 1 if bottom > 0 else -1

    def bounds_of(self, polynomial: Polynomial, width: Fraction) -> tuple[Fraction, Fraction]:
        """Bounds on a polynomial, its coefficients within `width`, between the bounds of the root, by Horner's rule."""
        bottom = top = Fraction(0)
        for a in reversed(polynomial.coefficients):
            corners = (bottom * self.low, bottom * self.high, top * self.low, top * self.high)
            low, high = self.domain.within(a, width)
            bottom, top = min(corners) + low, max(corners) + high
        return bottom, top

    def mirrored(self) -> Root:
        """−x."""
        root = self.refined(self.high - self.low)
        while root.low < root.high and not root._sign(root.low):  # another root, which is not to come in
            root = root.refined((root.high - root.low) / 2)
        return Root(self.polynomial.mirrored(), -root.high, -root.low, self.domain)

    def irreducible(self) -> Root:
        """The same root as one of an irreducible polynomial, where the coefficients are rational."""
        values = [as_fraction(a) for a in self.polynomial.coefficients]
        if any(value is None for value in values):
            return self
        rising = reversed(_factor_of(self).all_coeffs())
        numbers = (self.domain.number(Fraction(int(a.p), int(a.q))) for a in rising)
        return Root(Polynomial.of(numbers, self.domain), self.low, self.high, self.domain)

    def below(self, other: Root) -> bool:
        """Whether this root is the smaller one; False where they are equal."""
        left, right, width = self, other, Fraction(1, 16)
        common = self.polynomial.gcd(other.polynomial)
        while True:
            left, right = left.refined(width), right.refined(width)
            if left.high < right.low or (left.high == right.low and right.low < right.high):
                return True
            if right.high <= left.low:
                return False
            low, high = max(left.low, right.low), min(left.high, right.high)
            if left.low == left.high or right.low == right.high:
                point = left.high if left.low == left.high else right.high
                if common.degree > 0 and not self.domain.sign(common(self.domain.number(point))):
                    return False
            elif common.degree > 0 and count(sturm(common), low, high, self.domain) == 1:
                return False
            width /= 16

    def decimal(self, digits: int) -> str:
        """The first `digits` decimal places, cut off towards 0, not rounded; `…` where the root goes on."""
        if self.sign_of(_x(self.domain)) < 0:
            text = self.mirrored().decimal(digits)
            return text if text == "0…" else f"-{text}"
        scale = 10**digits
        root = self.refined(Fraction(1, scale))
        edge = Fraction(floor(root.high * scale), scale)
        if root.low < edge < root.high:  # the bounds stand on both sides of a last digit
            sign = self._sign(edge)
            if not sign:
                root = Root(self.polynomial, edge, edge, self.domain)
            elif sign == root._sign(root.high):
                edge -= Fraction(1, scale)
        elif root.low < edge == root.high:
            edge -= Fraction(1, scale)
        goes_on = edge != root.high or root.low != root.high
        return cut(edge, digits) + ("…" if goes_on else "")

    def exact(self) -> str | None:
        """The root as a document would write it: a rational number, a square root, or `root(i, …)`;
        None where the polynomial's coefficients are irrational."""
        values = [as_fraction(a) for a in self.polynomial.coefficients]
        if any(value is None for value in values):
            return None
        return _closed_form(self)

    def _sign(self, point: Fraction) -> int:
        return Signs(self.polynomial, self.domain).at(point)


class Signs:
    """The signs of a polynomial's values: by bounds on its coefficients, where they are irrational, and where these do
    not tell exactly."""

    def __init__(self, polynomial: Polynomial, domain: OrderedDomain) -> None:
        self.polynomial, self.domain = polynomial, domain
        self.known: dict[int, tuple[tuple[int, int], ...]] = {}

    def at(self, point: Fraction) -> int:
        """The sign of the value at a rational number."""
        if not isinstance(self.domain, Rationals):
            n, d, degree = point.numerator, point.denominator, self.polynomial.degree
            powers = [n**i * d ** (degree - i) for i in range(degree + 1)]
            for bits in _BITS[:2]:
                pairs = list(zip(self._within(bits), powers, strict=True))
                low, high = (sum(bounds[i ^ (power < 0)] * power for bounds, power in pairs) for i in (0, 1))
                if low > 0 or high < 0:
                    return 1 if low > 0 else -1
        return self.domain.sign(self.polynomial(self.domain.number(point)))

    def _within(self, bits: int) -> tuple[tuple[int, int], ...]:
        if bits not in self.known:
            self.known[bits] = enclosed(self.polynomial, bits, self.domain)
        return self.known[bits]


def enclosed(polynomial: Polynomial, bits: int, domain: OrderedDomain) -> tuple[tuple[int, int], ...]:
    """Bounds on the coefficients, in units of 2^−bits."""
    unit = Fraction(1, 2**bits)
    bounds = (domain.within(a, unit) if a else (Fraction(0),) * 2 for a in polynomial.coefficients)
    return tuple((floor(low / unit), ceil(high / unit)) for low, high in bounds)


def cut(value: Fraction, digits: int) -> str:
    """A rational number's decimal expansion, cut off towards zero, without idle zeros."""
    whole = abs(value.numerator) * 10**digits // value.denominator
    text = f"{whole // 10**digits}.{whole % 10**digits:0{digits}d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and text != "0" else text


def sturm(polynomial: Polynomial) -> list[Polynomial]:
    """Sturm's sequence: p, p', then the negated remainders, each scaled by a positive number."""
    sequence = [polynomial, polynomial.derivative()]
    while sequence[-1].degree > 0:
        remainder = -sequence[-2].divided(sequence[-1])[1]
        if not remainder:
            break
        sequence.append(_shrunk(remainder))
    return sequence


def count(sequence: list[Polynomial], low: Fraction, high: Fraction, domain: OrderedDomain) -> int:
    """The number of roots in (low, high]."""
    return _changes(sequence, low, domain) - _changes(sequence, high, domain)


def real_roots(
    polynomial: Polynomial, domain: OrderedDomain, low: Fraction | None = None, high: Fraction | None = None
) -> Iterator[Root]:
    """The distinct roots in (low, high], from left to right, each between bounds of its own."""
    factor = square_free(polynomial)
    if factor.degree < 1:
        return
    bound = _bound(factor, domain)
    left, right = -bound if low is None else low, bound if high is None else high
    if left >= right:
        return
    yield from _told_apart(factor, domain, left, right)


def _told_apart(p: Polynomial, domain: OrderedDomain, low: Fraction, high: Fraction) -> Iterator[Root]:
    """The roots in (low, high] of a square-free polynomial, by Descartes' rule with as many bits as it needs. A
    rational root that no number of bits would tell from 0 is divided out."""
    if isinstance(domain, Rationals):
        return _by_descartes(p, domain, low, high)
    for bits in _BITS:
        try:
            return iter([*_by_descartes(p, domain, low, high, bits)])
        except descartes.Undecided as undecided:
            if undecided.at is not None and not p(domain.number(undecided.at)):
                return _beside(undecided.at, p, domain, low, high)
    return _by_sturm(p, domain, low, high)


def _beside(
    known: Fraction, p: Polynomial, domain: OrderedDomain, low: Fraction, high: Fraction
) -> Iterator[Root]:
    """The roots in (low, high], of which one is known."""
    factor = Polynomial((domain.number(-known), domain.one), domain)
    own, rest = Root(factor, known, known, domain), p.divided(factor)[0]
    others = list(_told_apart(rest, domain, low, high)) if rest.degree > 0 else []
    below = sum(root.below(own) for root in others)
    yield from (*others[:below], own, *others[below:])


def _by_descartes(
    p: Polynomial, domain: OrderedDomain, low: Fraction, high: Fraction, bits: int = 0
) -> Iterator[Root]:
    """The roots in (low, high] of a square-free polynomial. Raises Undecided where its coefficients are irrational and
    a sign is not told by their first bits."""
    moved = p.shifted(domain.number(low)) if low else p
    width = high - low
    if isinstance(domain, Rationals):
        values = [domain.near(a) * width**i for i, a in enumerate(moved.coefficients)]
        bounds = descartes.isolated(descartes.between([(a, a) for a in values]), low, high)
        return (Root(p, a, b, domain) for a, b in bounds)
    scaled = [a * domain.number(width**i) for i, a in enumerate(moved.coefficients)]
    ends = zip(*enclosed(Polynomial(tuple(scaled), domain), bits, domain), strict=True)
    known = descartes.Between(*map(list, ends))
    return (Root(p, a, b, domain) for a, b in descartes.isolated(known, low, high))


def _by_sturm(p: Polynomial, domain: OrderedDomain, low: Fraction, high: Fraction) -> Iterator[Root]:
    """The roots in (low, high] of a square-free polynomial, by Sturm's theorem."""
    sequence = sturm(p)
    stack = [(low, high)]
    while stack:
        left, right = stack.pop()
        inside = count(sequence, left, right, domain) if left < right else 0
        if inside == 1:
            yield Root(p, left, right, domain)
        elif inside:
            middle = (left + right) / 2
            stack += [(middle, right), (left, middle)]


def between(roots: list[Root], low: Fraction, high: Fraction) -> list[Fraction]:
    """Rational numbers that the distinct roots separate, in order: one more than there are roots.

    The roots are strictly between `low` and `high`, from left to right.
    """
    width = Fraction(1, 4)
    while True:
        refined = [root.refined(width) for root in roots]
        ends = [(low, low), *((root.low, root.high) for root in refined), (high, high)]
        pairs = list(pairwise(ends))
        if all(left[1] < right[0] for left, right in pairs):
            return [(left[1] + right[0]) / 2 for left, right in pairs]
        width /= 4


def square_free(polynomial: Polynomial) -> Polynomial:
    """The polynomial with every root made simple."""
    return polynomial.divided(polynomial.gcd(polynomial.derivative()))[0]


def united(factors: Iterable[Polynomial], domain: OrderedDomain) -> Polynomial:
    """A square-free polynomial that has the roots of all of these."""
    product = Polynomial((domain.one,), domain)
    for factor in factors:
        simple = square_free(factor)
        product = product * simple.divided(simple.gcd(product))[0]
    return product


def first_negative(polynomial: Polynomial, domain: OrderedDomain) -> Root | None:
    """The end of the largest interval [0, x] on which the polynomial is nowhere negative; None where
    there is no end.

    The sign changes at roots of odd multiplicity alone. The end 0 is the root of the polynomial x.
    """
    if not polynomial:
        return None
    lowest = next(a for a in polynomial.coefficients if a)
    if domain.sign(lowest) < 0:
        return Root(_x(domain), Fraction(0), Fraction(0), domain)
    changing = Polynomial((domain.one,), domain)
    for factor, multiplicity in polynomial.square_free_factors():
        if multiplicity % 2:
            changing = changing * factor
    return next(real_roots(changing, domain, low=Fraction(0)), None)


def never_negative(polynomial: Polynomial, domain: OrderedDomain) -> bool:
    """Whether the polynomial is nowhere negative on [0, ∞)."""
    return first_negative(polynomial, domain) is None


def _x(domain: OrderedDomain) -> Polynomial:
    return Polynomial((domain.zero, domain.one), domain)


def _changes(sequence: list[Polynomial], point: Fraction, domain: OrderedDomain) -> int:
    x = domain.number(point)
    signs = [sign for sign in (domain.sign(p(x)) for p in sequence) if sign]
    return sum(a != b for a, b in pairwise(signs))


def _bound(polynomial: Polynomial, domain: OrderedDomain) -> Fraction:
    """A power of two that no root exceeds in absolute value."""
    if isinstance(domain, Rationals):
        return descartes.bound([domain.near(a) for a in polynomial.coefficients])
    width, low, high = Fraction(1), Fraction(-1), Fraction(1)
    while low <= 0 <= high:
        low, high = domain.within(polynomial.lead, width)
        width = width**2 / 1024
    lead = min(abs(low), abs(high))
    return descartes.bound([*(_most(a, lead, domain) for a in polynomial.coefficients[:-1]), lead])


def _most(a: Element, width: Fraction, domain: OrderedDomain) -> Fraction:
    """A bound on |a|, no more than so far from it."""
    return max(map(abs, domain.within(a, width))) if a else Fraction(0)


def _shrunk(polynomial: Polynomial) -> Polynomial:
    """The polynomial over the absolute value of a rational leading coefficient: numbers stay short."""
    lead = as_fraction(polynomial.lead)
    if not lead:
        return polynomial
    return polynomial.scaled(polynomial.domain.number(1 / abs(lead)))


def _closed_form(root: Root) -> str:
    factor = _factor_of(root)
    index = factor.count_roots(sup=_rational(root.high))
    rising = factor.clear_denoms()[1].primitive()[1].all_coeffs()[::-1]
    if len(rising) == 2:
        return str(-rising[0] / rising[1])
    if len(rising) == 3:
        # sympy may take the root of a square that it did not factor for a prime, and object
        with suppress(ValueError):
            return str(_of_quadratic(1 if index == 2 else -1, *rising))
    return f"root({index}, {', '.join(map(str, rising))})"


def _of_quadratic(side: int, c: Any, b: Any, a: Any) -> Any:
    """The greater root of c + b x + a x², or with side = −1 the smaller one. No integer is factored beyond its small
    primes, as sympy's own `real_roots` would: that may take for ever."""
    from sympy import sqrt

    return -b / (2 * a) + side * sqrt(b * b - 4 * a * c) / (2 * abs(a))


def _factor_of(root: Root) -> Any:
    """The irreducible factor over the rational numbers that has the root."""
    from sympy import Poly, Symbol

    values = [as_fraction(a) or Fraction(0) for a in reversed(root.polynomial.coefficients)]
    low, high = _rational(root.low), _rational(root.high)
    for factor, _ in Poly([_rational(value) for value in values], Symbol("x")).factor_list()[1]:
        at_low = root.low < root.high and factor.eval(low) == 0
        if factor.count_roots(low, high) - int(at_low):
            return factor
    raise AssertionError("some factor has the root")


def _rational(value: Fraction) -> Any:
    from sympy import Rational

    return Rational(value.numerator, value.denominator)
