"""Polynomials over the exact domains, their real roots, and where their complex roots lie."""

from tableau2net.algebra.polynomials.polynomial import Polynomial, simplified
from tableau2net.algebra.polynomials.real_root import Root, first_negative, never_negative
from tableau2net.algebra.polynomials.routh import hurwitz

__all__ = ["Polynomial", "Root", "first_negative", "hurwitz", "never_negative", "simplified"]
