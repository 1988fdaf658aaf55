"""Intervals that begin at 0, in words: their other end exactly, and in decimals."""

from __future__ import annotations

from tableau2net.algebra.polynomials import Root
from tableau2net.algebra.polynomials.polynomial import as_fraction

MOST_BITS = 20_000  # of the coefficients of a polynomial that is still split into factors
LONGEST = 80  # characters of an exact number that are still worth printing beside its decimals


def end(root: Root | None, digits: int, *, negative: bool = False, is_open: bool = False) -> str:
    """`[0, 2*sqrt(2)] = [0, 2.828…]`, or with −x in its place where `negative`; None is infinity. An open end is not
    part of the interval."""
    if root is None:
        return "(-∞, 0]" if negative else "[0, ∞)"
    decimal, exact = root.decimal(digits), written(root)
    shown = _closed_or_open(decimal, negative, is_open)
    if exact is None or exact == decimal:
        return shown
    return f"{_closed_or_open(exact, negative, is_open)} = {shown}"


def interval(text: str | None, *, negative: bool = False) -> str | None:
    """The closed interval from 0 to a number in decimals, or to ∞; None where there is no number."""
    if text == "∞":
        return end(None, 0, negative=negative)
    return None if text is None else _closed_or_open(text, negative, False)


def value(root: Root | None, digits: int) -> str:
    """The number itself, exactly and in decimals."""
    if root is None:
        return "∞"
    decimal, exact = root.decimal(digits), written(root)
    return decimal if exact in (None, decimal) else f"{exact} = {decimal}"


def written(root: Root) -> str | None:
    """The number exactly, where that can be written and is not too long. A polynomial that is itself long is not split
    into factors, which takes long."""
    values = [as_fraction(a) for a in root.polynomial.coefficients]
    bits = sum(a.numerator.bit_length() + a.denominator.bit_length() for a in values if a is not None)
    if bits > MOST_BITS:
        return None
    exact = root.exact()
    return exact if exact is not None and len(exact) <= LONGEST else None


def _closed_or_open(text: str, negative: bool, is_open: bool) -> str:
    if text == "0":
        return "∅" if is_open else "{0}"
    sign = f"-({text})" if " + " in text or " - " in text else f"-{text}"
    if negative:
        return f"{'(' if is_open else '['}{sign}, 0]"
    return f"[0, {text}{')' if is_open else ']'}"
