"""Parameters: rational functions in them, so that what holds in this field holds for every value.

The number π is transcendental (Lindemann 1882): no polynomial with algebraic coefficients vanishes
at it, so it is exactly as good as one more parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tableau2net.algebra.domains.domain import Numbers
from tableau2net.algebra.domains.number_field import NumberField
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

    def _constant(self, element: Element) -> Element:
        return self.field.convert_from(element, self.coefficients)
