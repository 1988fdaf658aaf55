"""Complex numbers over a real field: pairs of elements."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tableau2net.algebra.domains import Domain, Element
from tableau2net.algebra.domains.domain import Numbers
from tableau2net.exact import Expression


@dataclass(frozen=True, slots=True)
class Complex:
    """re + i im."""

    re: Element
    im: Element

    def __add__(self, other: Complex) -> Complex:
        return Complex(self.re + other.re, self.im + other.im)

    def __sub__(self, other: Complex) -> Complex:
        return Complex(self.re - other.re, self.im - other.im)

    def __mul__(self, other: Complex) -> Complex:
        return Complex(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)

    def __truediv__(self, other: Complex) -> Complex:
        norm = other.norm
        above = self * other.conjugate
        return Complex(above.re / norm, above.im / norm)

    def __bool__(self) -> bool:
        return bool(self.re) or bool(self.im)

    @property
    def conjugate(self) -> Complex:
        return Complex(self.re, -self.im)

    @property
    def norm(self) -> Element:
        """|z|²."""
        return self.re * self.re + self.im * self.im


@dataclass(frozen=True)
class ComplexField(Numbers):
    """The field of such pairs."""

    real: Domain

    def number(self, value: Fraction) -> Complex:
        """A rational number."""
        return self._real(self.real.number(value))

    def generator(self, expression: Expression) -> Complex:
        """What is real, is real here too."""
        return self._real(self.real.generator(expression))

    def text(self, element: Complex) -> str:
        """re + im i."""
        return f"{self.real.text(element.re)} + ({self.real.text(element.im)})*i"

    def _real(self, element: Element) -> Complex:
        return Complex(element, self.real.zero)
