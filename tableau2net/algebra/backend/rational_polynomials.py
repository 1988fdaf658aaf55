"""Polynomials over the rational numbers, the constant term first: python-flint's arithmetic where it is installed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tableau2net.algebra.backend import switch
from tableau2net.algebra.coefficients import divided, inverse, primitive, times

Rationals = tuple[Fraction, ...]
_ZERO, _ONE = Fraction(0), Fraction(1)


def product_modulo(a: Rationals, b: Rationals, modulus: Rationals) -> Rationals:
    """a b modulo a polynomial."""
    if switch.has_flint():
        return _rationals(_polynomial(a) * _polynomial(b) % _polynomial(modulus))
    return divided(times(a, b, _ZERO), modulus)[1]


def inverse_modulo(a: Rationals, modulus: Rationals) -> Rationals:
    """1/a modulo a polynomial that is prime to it."""
    if switch.has_flint():
        common, factor, _ = _polynomial(a).xgcd(_polynomial(modulus))
        return _rationals(factor / common[0] % _polynomial(modulus))
    return inverse(divided(a, modulus)[1], modulus, _ZERO, _ONE)


def irreducible_factors(polynomial: Sequence[Fraction]) -> list[tuple[int, ...]]:
    """The distinct irreducible factors, with whole coefficients."""
    whole = list(primitive(polynomial))
    if switch.has_flint():
        import flint

        _, factors = flint.fmpz_poly(whole).factor()
        return [tuple(int(a) for a in factor.coeffs()) for factor, _ in factors]
    from sympy import Poly, Symbol

    _, pairs = Poly(whole[::-1], Symbol("x")).factor_list()
    return [tuple(int(a) for a in reversed(factor.all_coeffs())) for factor, _ in pairs]


def _polynomial(a: Rationals) -> Any:
    import flint

    return flint.fmpq_poly([flint.fmpq(c.numerator, c.denominator) for c in a])


def _rationals(polynomial: Any) -> Rationals:
    return tuple(Fraction(int(c.p), int(c.q)) for c in polynomial.coeffs())
