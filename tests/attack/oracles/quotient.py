"""Rational functions of one parameter, as numbers: what holds for them holds at every value but those of the poles."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attack.oracles.polynomials import Poly


class Quotient:
    """P/Q in lowest terms, Q monic."""

    __slots__ = ("P", "Q")

    def __init__(self, P: Poly, Q: Poly) -> None:
        if not Q:
            raise ZeroDivisionError
        common = P.gcd(Q) if P else Q
        P, Q = P.divided(common)[0], Q.divided(common)[0]
        scale = 1 / Q.c[-1]
        self.P, self.Q = P.scaled(scale), Q.scaled(scale)

    @staticmethod
    def of(x: Any) -> Quotient:
        return x if isinstance(x, Quotient) else Quotient(Poly([x]), Poly([1]))

    def __add__(self, other: Any) -> Quotient:
        other = Quotient.of(other)
        return Quotient(self.P * other.Q + other.P * self.Q, self.Q * other.Q)

    def __neg__(self) -> Quotient:
        return Quotient(-self.P, self.Q)

    def __sub__(self, other: Any) -> Quotient:
        return self + -Quotient.of(other)

    def __rsub__(self, other: Any) -> Quotient:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Quotient:
        other = Quotient.of(other)
        return Quotient(self.P * other.P, self.Q * other.Q)

    __radd__, __rmul__ = __add__, __mul__

    def __truediv__(self, other: Any) -> Quotient:
        other = Quotient.of(other)
        return Quotient(self.P * other.Q, self.Q * other.P)

    def __rtruediv__(self, other: Any) -> Quotient:
        return Quotient.of(other) / self

    def __pow__(self, n: int) -> Quotient:
        result = Quotient.of(Fraction(1))
        for _ in range(abs(n)):
            result = result * self
        return result if n >= 0 else 1 / result

    def __bool__(self) -> bool:
        return bool(self.P)


PARAMETER = Quotient(Poly([0, 1]), Poly([1]))
