"""Parameters: rational functions in them, so that what holds in this field holds for every value.

The number π is transcendental (Lindemann 1882): no polynomial with algebraic coefficients vanishes
at it, so it is exactly as good as one more parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tableau2net.algebra.domains.domain import Domain, Numbers, OrderedDomain
from tableau2net.algebra.domains.number_field import NumberField
from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.element import Element
from tableau2net.exact import Constant, Expression, Name
from tableau2net.exact.long_numbers import long_numbers


class FunctionField(Numbers):
    """K(p, q, …): rational functions in the parameters over the rationals or over a number field
    K."""

    def __init__(self, parameters: Sequence[Name | Constant], base: NumberField | None) -> None:
        from sympy import QQ, Symbol

        self.base = base
        self.coefficients: Any = base.field if base else QQ
        self.field: Any = self.coefficients.frac_field(*(Symbol(str(name)) for name in parameters))
        self.images: dict[Expression, Element] = dict(zip(parameters, self.field.gens, strict=True))

    def number(self, value: Fraction) -> Element:
        from sympy import QQ

        element = self.base.number(value) if self.base else QQ(value.numerator, value.denominator)
        return self._constant(element)

    def generator(self, expression: Expression) -> Element:
        if isinstance(expression, Name | Constant):
            return self.images[expression]
        if self.base is None:
            raise ValueError(f"{expression} is not a rational function of the parameters")
        return self._constant(self.base.generator(expression))

    def text(self, element: Element) -> str:
        with long_numbers():
            return str(self.field.to_sympy(element))

    @property
    def constants(self) -> OrderedDomain:
        """The field K."""
        return self.base or rationals()

    def constant(self, element: Element) -> Element | None:
        """The element of K that it is; None where a parameter is left in it. Numerator and denominator may have a
        common factor, for over a number field fractions have no one form."""
        if not element:
            return self.constants.zero
        top, bottom = element.numer, element.denom
        if top * bottom.LC - bottom * top.LC:
            return None
        ratio = top.LC / bottom.LC
        if self.base is not None:
            return ratio
        return self.constants.number(Fraction(int(ratio.numerator), int(ratio.denominator)))

    def _constant(self, element: Element) -> Element:
        return self.field.convert_from(element, self.coefficients)


def settled(elements: Sequence[Element], domain: Domain) -> tuple[Domain, list[Element]]:
    """The elements over the field of constants, where no parameter is left in any of them; else as they are."""
    if not isinstance(domain, FunctionField):
        return domain, list(elements)
    found = [domain.constant(element) for element in elements]
    known = [element for element in found if element is not None]
    return (domain.constants, known) if len(known) == len(found) else (domain, list(elements))
