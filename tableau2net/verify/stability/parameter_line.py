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

Where the coefficients lie in a number field K, the critical values are roots of a polynomial over K, and so of its norm
over the rational numbers, the product of its conjugates. Its other roots are not critical, and cut no less well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import chain
from math import prod
from typing import Any

from tableau2net.algebra.domains import Element, OrderedDomain, choose, convert
from tableau2net.algebra.domains.function_field import FunctionField
from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.linear.minimal_polynomial import minimal_polynomial
from tableau2net.algebra.polynomials.schur import root_condition
from tableau2net.exact import Expression
from tableau2net.methods import Interval, Matrix
from tableau2net.verify.stability.real_line import roots_between, samples, stretch


@dataclass(frozen=True, slots=True)
class Line:
    """The values to look at one by one, and for each open interval between them a sample with its
    verdict."""

    points: tuple[Expression, ...]
    intervals: tuple[tuple[Fraction, bool], ...]


@dataclass(frozen=True, slots=True)
class Pencil:
    """The minimal polynomial of a matrix, monic, over the rational functions of its parameters; and the polynomials in
    the parameters, over the field of the coefficients, that vanish where its root condition can change."""

    monic: Sequence[Element]
    domain: FunctionField
    critical: tuple[Any, ...]

    def _coefficient(self, a: Any) -> Element:
        """A coefficient as an element of the number field, or of the rational numbers."""
        return a if self.domain.base else rationals().number(Fraction(int(a.numerator), int(a.denominator)))

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters, in the order of their values."""
        return tuple(str(symbol) for symbol in self.domain.symbols)

    def bounded_at(self, *values: Fraction) -> bool:
        """The root condition at values of the parameters for which no critical polynomial vanishes."""
        field: OrderedDomain = self.domain.base or rationals()

        def value(polynomial: Any) -> Element:
            terms = (
                field.number(prod(map(pow, values, powers), start=Fraction(1))) * self._coefficient(a)
                for powers, a in polynomial.terms()
            )
            return sum(terms, field.zero)

        fractions = map(self.domain.fraction, self.monic)
        return root_condition([value(top) / value(bottom) for top, bottom in fractions], field)


def pencil(V: Matrix) -> Pencil:
    """The pencil of a matrix with parameters, pi among them. Raises InputError where its entries cannot be decided."""
    domain = choose(chain.from_iterable(V))
    assert isinstance(domain, FunctionField)
    elements = [[convert(entry, domain) for entry in row] for row in V]
    monic = minimal_polynomial(elements, domain)
    denominators = [domain.fraction(entry)[1] for row in elements for entry in row]
    return Pencil(monic, domain, tuple(_critical(monic, denominators, domain)))


def cut(V: Matrix, interval: Interval | None) -> Line:
    """Cut the interval (the whole line for None) of V's one parameter. Raises InputError where the entries or the ends
    cannot be decided."""
    found = pencil(V)
    critical = _square_free(found)
    within = stretch(critical, interval)
    points = dict.fromkeys((*within.ends, *roots_between(critical, within.low, within.high)))
    between = samples(critical, within.low, within.high)
    return Line(tuple(points), tuple((x, found.bounded_at(x)) for x in between))


def _square_free(found: Pencil) -> Any:
    """The square-free polynomial over the rational numbers among whose roots the critical values are."""
    from sympy import QQ, Poly

    product = Poly(1, *found.domain.symbols, domain=QQ)
    for factor in found.critical:
        product = (product * rational(factor, found.domain)).sqf_part()
    return product


def rational(polynomial: Any, domain: FunctionField) -> Any:
    """The norm of a polynomial in the parameters, the product of its conjugates: the resultant, by θ, with θ's minimal
    polynomial."""
    from sympy import QQ, Dummy, Poly

    if domain.base is None:
        return polynomial
    gens = (Dummy("theta"), *polynomial.gens)
    given = domain.base.polynomial.as_dict(native=True).items()
    modulus = {(i, *(0 for _ in polynomial.gens)): a for (i,), a in given}
    lifted = {
        (i, *powers): a
        for powers, value in polynomial.as_dict(native=True).items()
        for i, a in enumerate(reversed(value.to_list()))
    }
    return Poly.from_dict(modulus, *gens, domain=QQ).resultant(Poly.from_dict(lifted, *gens, domain=QQ))


def _critical(monic: Sequence[Element], denominators: Iterable[Any], domain: FunctionField) -> Iterator[Any]:
    """The polynomials in the parameters, over the field of the coefficients."""
    from sympy import Dummy, Poly

    z, fractions = Dummy("z"), [domain.fraction(a) for a in monic]
    common = reduce(lambda below, each: below.lcm(each[1]), fractions, fractions[-1][1])
    for each in (common, *denominators):
        yield Poly.from_dict(dict(each.terms()), *domain.symbols, domain=domain.coefficients)
    cleared = [top * common.quo(bottom) for top, bottom in fractions]

    def polynomial(coefficients: Sequence[Any]) -> Any:
        terms = {(i, *powers): a for i, each in enumerate(coefficients) for powers, a in each.terms()}
        return Poly.from_dict(terms, z, *domain.symbols, domain=domain.coefficients)

    m, mirrored = polynomial(cleared), polynomial(cleared[::-1])
    S = m.gcd(mirrored)
    R, symmetric = m.quo(S), S.sqf_part()
    if symmetric.degree() > 1:
        yield symmetric.discriminant()
    if R.degree() > 0:
        yield R.resultant(_mirrored(R))


def _mirrored(polynomial: Any) -> Any:
    """z^n p(1/z)."""
    from sympy import Poly

    terms, n = polynomial.as_dict(native=True), polynomial.degree()
    turned = {(n - power, *others): a for (power, *others), a in terms.items()}
    return Poly.from_dict(turned, *polynomial.gens, domain=polynomial.domain)
