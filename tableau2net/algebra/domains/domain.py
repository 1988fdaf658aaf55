"""What the engine asks of a field, and the one way from expressions into it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Protocol

from tableau2net.exact import (
    Constant,
    Expression,
    Function,
    Name,
    Number,
    Power,
    Product,
    RootSum,
    Rounded,
    Sum,
)

Element = Any  # an element of a field: +, -, *, / and ** by a positive integer; false where it is zero


class Domain(Protocol):
    """A field whose zero test is exact."""

    def number(self, value: Fraction) -> Element:
        """The rational number as an element."""
        ...

    def generator(self, expression: Expression) -> Element:
        """The element of a name, a constant, a function value or a rounded decimal for which the field was chosen."""
        ...

    def text(self, element: Element) -> str:
        """The element printed exactly."""
        ...


class OrderedDomain(Domain, Protocol):
    """A subfield of the real numbers."""

    def sign(self, element: Element) -> int:
        """-1, 0 or 1, decided exactly."""
        ...

    def within(self, element: Element, width: Fraction) -> tuple[Fraction, Fraction]:
        """Rational bounds on the element, no more than `width` apart."""
        ...

    def near(self, element: Element) -> Fraction:
        """A rational number within 30 digits of the element, for people to read."""
        ...


def convert(expression: Expression, domain: Domain) -> Element:
    """The expression as an element of the domain.

    Raises ZeroDivisionError where the expression divides by zero, ValueError for the pattern entry
    `*`.
    """
    if isinstance(expression, Number):  # most are: no need to match
        return domain.number(expression.value)
    match expression:
        case Name() | Constant() | Function() | Rounded():
            return domain.generator(expression)
        case RootSum():
            return convert(expression.expanded, domain)
        case Sum(terms):
            return sum((convert(term, domain) for term in terms), domain.number(Fraction(0)))
        case Product(factors):
            result = domain.number(Fraction(1))
            for factor in factors:
                result = result * convert(factor, domain)
            return result
        case Power(base, exponent):
            element = convert(base, domain)
            if exponent > 0:
                return element**exponent
            if not element:
                raise ZeroDivisionError(f"{expression} divides by zero")
            return domain.number(Fraction(1)) / element**-exponent
    raise ValueError(f"{expression} is not a number")
