"""Polynomials in one variable over any of the exact domains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, zip_longest

from tableau2net.algebra.coefficients import derivative, inverse, trimmed
from tableau2net.algebra.domains import Domain, Element
from tableau2net.algebra.domains.function_field import settled
from tableau2net.algebra.domains.rational import rationals
from tableau2net.exact import Name, number


@dataclass(frozen=True)
class Polynomial:
    """Σ a_j x^j: the coefficients from the constant term up, the last one not zero; () is zero."""

    coefficients: tuple[Element, ...]
    domain: Domain

    @classmethod
    def of(cls, coefficients: Iterable[Element], domain: Domain) -> Polynomial:
        """The polynomial of these coefficients, leading zeros dropped."""
        return cls(trimmed(tuple(coefficients)), domain)

    @property
    def degree(self) -> int:
        """The degree; −1 for the zero polynomial."""
        return len(self.coefficients) - 1

    @property
    def lead(self) -> Element:
        return self.coefficients[-1]

    @property
    def zeros(self) -> int:
        """How often 0 is a root of a polynomial other than 0."""
        return next(i for i, a in enumerate(self.coefficients) if a)

    def __bool__(self) -> bool:
        return bool(self.coefficients)

    def __call__(self, x: Element) -> Element:
        """The value at an element of the domain."""
        return self.domain.backend.polynomial_value(self.coefficients, x)

    def __add__(self, other: Polynomial) -> Polynomial:
        zero = self.domain.zero
        pairs = zip_longest(self.coefficients, other.coefficients, fillvalue=zero)
        return Polynomial.of((a + b for a, b in pairs), self.domain)

    def __neg__(self) -> Polynomial:
        return Polynomial(tuple(-a for a in self.coefficients), self.domain)

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + -other

    def __mul__(self, other: Polynomial) -> Polynomial:
        product = self.domain.backend.polynomial_product(self.coefficients, other.coefficients)
        return Polynomial(product, self.domain)

    def scaled(self, factor: Element) -> Polynomial:
        return Polynomial.of((factor * a for a in self.coefficients), self.domain)

    def divided(self, other: Polynomial) -> tuple[Polynomial, Polynomial]:
        """Quotient and remainder."""
        quotient, rest = self.domain.backend.polynomial_division(self.coefficients, other.coefficients)
        return Polynomial(quotient, self.domain), Polynomial(rest, self.domain)

    def gcd(self, other: Polynomial) -> Polynomial:
        """The monic greatest common divisor, 0 where both are."""
        if not self or not other:
            return (self or other).monic()
        powers = min(self.zeros, other.zeros)
        p, q = (each.coefficients[each.zeros :] for each in (self, other))
        divisor = self.domain.backend.common_divisor(p, q)
        return Polynomial((*(self.domain.zero,) * powers, *divisor), self.domain)

    def inverse_modulo(self, modulus: Polynomial) -> Polynomial:
        """q with p q = 1 modulo a polynomial that is prime to p, by Euclid's extended algorithm."""
        zero, one = self.domain.zero, self.domain.one
        return Polynomial(inverse(self.coefficients, modulus.coefficients, zero, one), self.domain)

    def monic(self) -> Polynomial:
        return Polynomial(self.domain.backend.monic(self.coefficients), self.domain)

    def derivative(self) -> Polynomial:
        return Polynomial.of(derivative(self.coefficients, self.domain.integer), self.domain)

    def shifted(self, by: Element) -> Polynomial:
        """p(x + by), by Horner's scheme."""
        moved = list(self.coefficients)
        for i in range(len(moved)):
            for j in range(len(moved) - 2, i - 1, -1):
                moved[j] = moved[j] + by * moved[j + 1]
        return Polynomial(tuple(moved), self.domain)

    def mirrored(self) -> Polynomial:
        """p(−x)."""
        return Polynomial(tuple(-a if j % 2 else a for j, a in enumerate(self.coefficients)), self.domain)

    def square_free_factors(self) -> Iterator[tuple[Polynomial, int]]:
        """Yun's algorithm: square-free, pairwise coprime factors of positive degree with their
        multiplicities; their product is the polynomial up to a constant."""
        common = self.gcd(self.derivative())
        rest, multiplicity = self.divided(common)[0], 1
        while rest.degree > 0:
            shared = rest.gcd(common)
            factor = rest.divided(shared)[0]
            if factor.degree > 0:
                yield factor.monic(), multiplicity
            rest, common = shared, common.divided(shared)[0]
            multiplicity += 1

    def text(self, variable: str) -> str:
        """As it is written in documents: `1 + z + z**2/2`."""
        values = [as_fraction(a) for a in self.coefficients]
        if all(each is not None for each in values):
            return terms([str(number(each or 0) * Name(variable) ** j) for j, each in enumerate(values)])
        powers = ["", f"*{variable}", *(f"*{variable}**{j}" for j in range(2, len(values)))][: len(values)]
        texts = [self.domain.text(a) for a in self.coefficients]
        parts = (f"{_wrapped(text)}{power}" for text, power in zip(texts, powers, strict=True) if text != "0")
        return terms([re.sub(r"^(-?)1\*", r"\1", part) for part in parts])


def terms(texts: Iterable[str]) -> str:
    """The sum of the terms that are not `0`."""
    return " + ".join(text for text in texts if text != "0").replace("+ -", "- ") or "0"


def as_fraction(element: Element) -> Fraction | None:
    """The element as a rational number, where it is one."""
    if hasattr(element, "rational"):  # a rational function
        value: Fraction | None = element.rational
        return value
    if hasattr(element, "to_list"):  # an algebraic number: its coefficients, highest power first
        coefficients = element.to_list()
        if len(coefficients) > 1:
            return None
        element = coefficients[0] if coefficients else 0
    if not hasattr(element, "numerator"):
        return None
    top, bottom = element.numerator, element.denominator
    return None if callable(top) else Fraction(int(top), int(bottom))


def simplified(polynomial: Polynomial) -> Polynomial:
    """The same polynomial over the smallest field at hand: see `alike`."""
    return alike(polynomial)[0]


def alike(*polynomials: Polynomial) -> tuple[Polynomial, ...]:
    """The same polynomials over the rational numbers, where all their coefficients are rational; else without
    parameters, where none is left in any."""
    domain, elements = settled([a for p in polynomials for a in p.coefficients], polynomials[0].domain)
    values = [as_fraction(a) for a in elements]
    known = [value for value in values if value is not None]
    if len(known) == len(values):
        domain = rationals()
        elements = [domain.number(value) for value in known]
    rest = iter(elements)
    return tuple(Polynomial(tuple(islice(rest, len(p.coefficients))), domain) for p in polynomials)


def through(nodes: Sequence[Element], values: Sequence[Element], domain: Domain) -> Polynomial:
    """The polynomial of least degree through the points, by Newton's divided differences."""
    differences = list(values)
    for k in range(1, len(nodes)):
        for i in range(len(nodes) - 1, k - 1, -1):
            differences[i] = (differences[i] - differences[i - 1]) / (nodes[i] - nodes[i - k])
    total, one = Polynomial((), domain), domain.one
    for node, difference in zip(reversed(nodes), reversed(differences), strict=True):
        total = total * Polynomial((-node, one), domain) + Polynomial.of((difference,), domain)
    return total


def _wrapped(text: str) -> str:
    return f"({text})" if " " in text else text
