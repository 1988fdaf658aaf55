"""Polynomials and matrices over the exact domains, and the real roots of such polynomials."""

from tableau2net.analyse.algebra.matrix import determinant, reversed_characteristic
from tableau2net.analyse.algebra.polynomial import Polynomial, simplified
from tableau2net.analyse.algebra.real_root import Root, first_negative, never_negative
from tableau2net.analyse.algebra.routh import hurwitz

__all__ = [
    "Polynomial",
    "Root",
    "determinant",
    "first_negative",
    "hurwitz",
    "never_negative",
    "reversed_characteristic",
    "simplified",
]
