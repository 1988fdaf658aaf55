"""Algebraic entries: one real number field Q(θ) that holds them all.

A scheme has few algebraic generators (√3; one root of a cubic) behind many entries, so θ is built
from the generators, and the entries are computed in Q(θ) by field arithmetic alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import count
from math import prod
from typing import Any

from tableau2net.algebra.domains.domain import Numbers
from tableau2net.algebra.element import Element
from tableau2net.errors import InputError
from tableau2net.exact import Expression, Function, number, to_sympy

MAX_DEGREE = 64


class NumberField(Numbers):
    """Q(θ) with θ a primitive element of the generators: `sqrt`, `root`, `cos` and `sin` of
    numbers.

    Raises InputError for a generator that is not a real algebraic number, or where the field is too
    large.
    """

    def __init__(self, generators: Sequence[Function]) -> None:
        from sympy import QQ

        self.generators = tuple(generators)
        self._numbers: dict[Fraction, Element] = {}
        values = [_real_algebraic(generator) for generator in generators]
        polynomial, weights, images = _primitive_element(values)
        self.polynomial = polynomial
        self.theta = sum(weight * value for weight, value in zip(weights, values, strict=True))
        self.field: Any = QQ.algebraic_field((polynomial, self.theta))
        self.images: dict[Expression, Element] = {
            generator: self.field(list(image)) for generator, image in zip(generators, images, strict=True)
        }

    def number(self, value: Fraction) -> Element:
        if value not in self._numbers:
            from sympy import QQ

            rational = QQ(value.numerator, value.denominator)
            self._numbers[value] = self.field.convert_from(rational, QQ)
        return self._numbers[value]

    def generator(self, expression: Expression) -> Element:
        return self.images[expression]

    def text(self, element: Element) -> str:
        if len(self.generators) > 1:
            return str(self.field.to_sympy(element))
        powers = enumerate(reversed(_coefficients(element)))
        return str(sum((number(a) * self.generators[0] ** i for i, a in powers), number(0)))

    def sign(self, element: Element) -> int:
        """The sign, by interval arithmetic with rationals around θ; zero is decided in the
        field."""
        if not element:
            return 0
        for digits in count(10, 20):
            low, high = _horner(_coefficients(element), *self._theta_within(digits))
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
        raise AssertionError("a number other than zero has a sign")

    def within(self, element: Element, width: Fraction) -> tuple[Fraction, Fraction]:
        for digits in count(10, 20):
            low, high = _horner(_coefficients(element), *self._theta_within(digits))
            if high - low <= width:
                return low, high
        raise AssertionError("the bounds close in")

    def near(self, element: Element) -> Fraction:
        for digits in count(40, 20):
            low, high = _horner(_coefficients(element), *self._theta_within(digits))
            if high - low <= abs(low) * Fraction(1, 10**30) or high - low < Fraction(1, 10**60):
                return (low + high) / 2
        raise AssertionError("the bounds close in")

    def _theta_within(self, digits: int) -> tuple[Fraction, Fraction]:
        return _root_within(self.polynomial, self.theta, digits)


@cache
def _root_within(polynomial: Any, theta: Any, digits: int) -> tuple[Fraction, Fraction]:
    """Rational bounds on θ, 10^-digits apart, between which its minimal polynomial has no other root.

    The approximation may be wrong in its last digits; that a simple root lies within is counted
    exactly.
    """
    for precision in count(digits + 20, 20):
        middle = Fraction(str(theta.evalf(precision)))
        width = Fraction(1, 2 * 10**digits)
        low, high = middle - width, middle + width
        if polynomial.count_roots(_rational(low), _rational(high)) == 1:
            return low, high
        digits += 10
    raise AssertionError("the roots of a minimal polynomial are simple")


def _primitive_element(values: list[Any]) -> tuple[Any, list[int], list[list[Any]]]:
    """The minimal polynomial of θ = Σ weight·value, the weights, and each value as a polynomial in
    θ; one generator more at a time, so that the degree cannot explode."""
    from sympy import Dummy, minimal_polynomial
    from sympy.polys.numberfields.subfield import primitive_element

    found: Any = None
    for used, value in enumerate(values, start=1):
        degree = minimal_polynomial(value, Dummy(), polys=True).degree()
        if found and found[0].degree() * degree > MAX_DEGREE:
            raise _too_irrational(f"{len(values)} independent irrational numbers")
        found = primitive_element(values[:used], ex=True, polys=True)
    return found  # type: ignore[no-any-return]


def _degree_bound(expression: Expression) -> int:
    """A bound on the degree of an algebraic number, from the functions that occur in it."""
    return prod(_own_degree(node) for node in set(expression.walk()) if isinstance(node, Function))


def _own_degree(function: Function) -> int:
    if function.name == "sqrt":
        return 2
    if function.name == "root":
        return len(function.arguments) - 2  # an index, then the n + 1 coefficients
    from sympy import pi

    turn = to_sympy(function.arguments[0]) / pi  # cos(pi p/q) has degree φ(2q)/2 ≤ q
    return int(turn.q) if turn.is_Rational else 1


def _too_irrational(found: str) -> InputError:
    return InputError(
        "the coefficients are too irrational to be decided",
        found=found,
        expected=f"a number field of degree {MAX_DEGREE} at most",
    )


def _real_algebraic(generator: Function) -> Any:
    if _degree_bound(generator) > MAX_DEGREE:
        raise _too_irrational(str(generator))
    value = to_sympy(generator)
    if value.is_algebraic is None or not value.is_algebraic:
        raise InputError(
            "a coefficient cannot be decided exactly",
            found=str(generator),
            expected="rational or real algebraic numbers, declared parameters, or pi",
        )
    if not value.is_real:
        raise InputError("a coefficient is not a real number", found=str(generator))
    return value


def _coefficients(element: Element) -> list[Fraction]:
    """The coefficients of the element as a polynomial in θ, highest power first."""
    return [Fraction(int(a.numerator), int(a.denominator)) for a in element.to_list()]


def _horner(coefficients: Sequence[Fraction], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds on the polynomial over [low, high], by Horner's rule in interval arithmetic."""
    bottom, top = Fraction(0), Fraction(0)
    for a in coefficients:
        corners = (bottom * low, bottom * high, top * low, top * high)
        bottom, top = min(corners) + a, max(corners) + a
    return bottom, top


def _rational(value: Fraction) -> Any:
    from sympy import Rational

    return Rational(value.numerator, value.denominator)
