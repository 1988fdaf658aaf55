"""Intervals that begin at 0, in words: their other end exactly, and in decimals."""

from __future__ import annotations

from tableau2net.analyse.algebra import Root


def end(root: Root | None, digits: int, *, negative: bool = False) -> str:
    """`[0, 2*sqrt(2)] = [0, 2.828…]`, or with −x in its place where `negative`; None is infinity."""
    if root is None:
        return "(-∞, 0]" if negative else "[0, ∞)"
    decimal, exact = root.decimal(digits), root.exact()
    shown = _interval(decimal, negative)
    if exact is None or exact == decimal:
        return shown
    return f"{_interval(exact, negative)} = {shown}"


def value(root: Root | None, digits: int) -> str:
    """The number itself, exactly and in decimals."""
    if root is None:
        return "∞"
    decimal, exact = root.decimal(digits), root.exact()
    return decimal if exact in (None, decimal) else f"{exact} = {decimal}"


def _interval(text: str, negative: bool) -> str:
    if text == "0":
        return "{0}"
    sign = f"-({text})" if " + " in text or " - " in text else f"-{text}"
    return f"[{sign}, 0]" if negative else f"[0, {text}]"
