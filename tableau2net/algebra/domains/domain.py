"""What the engine asks of a field, and the one way from expressions into it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from fractions import Fraction
from functools import cached_property
from typing import Protocol, cast

from tableau2net.algebra.backend import Backend
from tableau2net.algebra.backend.plain import PlainBackend
from tableau2net.algebra.element import Element
from tableau2net.errors import InputError
from tableau2net.exact import (
    Constant,
    Expression,
    ExpressionError,
    Function,
    Name,
    Number,
    Power,
    Product,
    RootSum,
    Rounded,
    Sum,
    parse,
)


class Domain(Protocol):
    """A field whose zero test is exact."""

    @property
    def zero(self) -> Element: ...
    @property
    def one(self) -> Element: ...
    @property
    def backend(self) -> Backend:
        """What does much arithmetic at once."""
        ...

    def number(self, value: Fraction) -> Element:
        """The rational number as an element."""
        ...

    def integer(self, value: int) -> Element:
        """The integer as an element."""
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


def ordering(domain: Domain) -> OrderedDomain | None:
    """The domain itself, where it has an order; None where a parameter is left in its elements."""
    return cast(OrderedDomain, domain) if hasattr(domain, "sign") else None


class Numbers(ABC):
    """What every domain has by having the rational numbers."""

    @abstractmethod
    def number(self, value: Fraction) -> Element:
        """The rational number as an element."""

    @cached_property
    def zero(self) -> Element:
        return self.number(Fraction(0))

    @cached_property
    def one(self) -> Element:
        return self.number(Fraction(1))

    def integer(self, value: int) -> Element:
        return self.number(Fraction(value))

    @cached_property
    def backend(self) -> Backend:
        return PlainBackend(self)


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
            return sum((convert(term, domain) for term in terms), domain.zero)
        case Product(factors):
            result = domain.one
            for factor in factors:
                result = result * convert(factor, domain)
            return result
        case Power(base, exponent):
            element = convert(base, domain)
            if exponent > 0:
                return element**exponent
            if not element:
                raise ZeroDivisionError(f"{expression} divides by zero")
            return domain.one / element**-exponent
    raise ValueError(f"{expression} is not a number")


def written(element: Element, domain: Domain, names: Collection[str]) -> Expression:
    """An element as an expression in the parameters `names`. Raises InputError for one that would be too long."""
    text = domain.text(element)
    try:
        return parse(text, names)
    except ExpressionError as error:
        raise InputError(
            f"a number that follows from the coefficients cannot be written: {error.message}",
            found=error.found,
            expected=error.expected,
        ) from None
