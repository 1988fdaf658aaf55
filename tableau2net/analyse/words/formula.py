"""Polynomials and rational functions in words: exactly where that can be read, else with decimals for coefficients."""

from __future__ import annotations

from fractions import Fraction

from tableau2net.algebra.domains import Element
from tableau2net.algebra.domains.domain import OrderedDomain
from tableau2net.algebra.domains.rational import Rationals
from tableau2net.algebra.domains.within_digits import decimals
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.algebra.polynomials.polynomial import as_fraction, terms
from tableau2net.exact import Name, number

LONGEST = 160  # characters of exact coefficients that are still read
SHORT = 16  # characters of a rational coefficient that is written as it is among decimals


def readable(*polynomials: Polynomial) -> bool:
    """Whether exact coefficients can be read: those that are rational or of a quadratic field, or with parameters, and
    not too long."""
    domain = polynomials[0].domain
    if isinstance(domain, Rationals):
        return sum(size(a) for p in polynomials for a in p.coefficients) <= LONGEST
    degree = getattr(domain, "degree", None)  # of a field of real numbers
    if degree is None:
        return True
    return degree <= 2 and sum(len(domain.text(a)) for p in polynomials for a in p.coefficients) <= LONGEST


def in_decimals(polynomial: Polynomial, variable: str, order: OrderedDomain, digits: int) -> str:
    """The polynomial with so many significant digits of each coefficient that is no short fraction, and `…`."""
    return terms(
        _term(a, f"{variable}**{j}" if j > 1 else variable * j, order, digits)
        for j, a in enumerate(polynomial.coefficients)
    )


def _term(a: Element, power: str, order: OrderedDomain, digits: int) -> str:
    if not a:
        return "0"
    if (fraction := _short(a)) is not None:
        base, _, exponent = power.partition("**")
        return str(number(fraction) * (Name(base) ** int(exponent or 1) if base else number(1)))
    return "*".join(part for part in (nearly(a, order, digits), power) if part)


def nearly(a: Element, order: OrderedDomain, digits: int) -> str:
    """So many significant digits of a number other than 0, cut off, and `…`; a short fraction as it is."""
    if (fraction := _short(a)) is not None:
        return str(fraction)
    near = abs(order.near(a))
    low, high = order.within(a, near / 10 ** (digits + 5))
    return _shortened(decimals(low, high, significant=digits))


def _shortened(text: str) -> str:
    """With a power of ten in place of many zeros."""
    sign, size = ("-", text[1:]) if text.startswith("-") else ("", text)
    rest = size.removeprefix("0.")
    zeros = len(rest) - len(rest.lstrip("0"))
    if not size.startswith("0.") or zeros < 6:
        return text
    digits = rest[zeros:].rstrip("…")
    return f"{sign}{digits[0]}.{digits[1:] or '0'}…e-{zeros + 1}"


def _short(a: Element) -> Fraction | None:
    value = as_fraction(a)
    return value if value is not None and size(a) <= SHORT else None


def size(a: Element) -> int:
    """About how many characters a rational number takes; 0 for any other."""
    value = as_fraction(a)
    return (
        0 if value is None else (value.numerator.bit_length() + value.denominator.bit_length()) * 3 // 10 + 1
    )
