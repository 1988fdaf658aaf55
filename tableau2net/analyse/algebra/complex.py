"""Complex numbers over a real field: pairs of elements."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.verify.domains import Element


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
