"""The rational numbers: python-flint's where it is installed, else the standard library's."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from tableau2net.algebra.backend import Backend, switch
from tableau2net.algebra.backend.plain import PlainRationalBackend
from tableau2net.algebra.domains.domain import Numbers
from tableau2net.algebra.element import Element
from tableau2net.exact import Expression
from tableau2net.exact.long_numbers import long_numbers


class Rationals(Numbers):
    """The field of rational numbers on the standard library's fractions."""

    def number(self, value: Fraction) -> Element:
        return value

    @cached_property
    def backend(self) -> Backend:
        return PlainRationalBackend(self)

    def generator(self, expression: Expression) -> Element:
        raise ValueError(f"{expression} is not one rational number")

    def text(self, element: Element) -> str:
        with long_numbers():
            return str(element)

    def sign(self, element: Element) -> int:
        return int(element > 0) - int(element < 0)

    def within(self, element: Element, width: Fraction) -> tuple[Fraction, Fraction]:
        return self.near(element), self.near(element)

    def near(self, element: Element) -> Fraction:
        return Fraction(int(element.numerator), int(element.denominator))


class FlintRationals(Rationals):
    """The field of rational numbers on python-flint: the same numbers, several times faster."""

    def __init__(self) -> None:
        import flint

        self._rational = flint.fmpq

    @cached_property
    def backend(self) -> Backend:
        from tableau2net.algebra.backend.on_flint import FlintBackend

        return FlintBackend()

    def number(self, value: Fraction) -> Element:
        return self._rational(value.numerator, value.denominator)

    def integer(self, value: int) -> Element:
        return self._rational(value)


def rationals() -> Rationals:
    """The fastest rational numbers at hand."""
    return FlintRationals() if switch.has_flint() else Rationals()
