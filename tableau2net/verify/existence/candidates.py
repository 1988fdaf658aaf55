"""Choices that suggest themselves: the coefficients as they are printed, and the simplest fractions within their
digits, which are those that were rounded where these were fractions. Whether they have the orders is decided exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tableau2net.exact import ONE, ZERO, Expression, Number, Rounded, as_printed, replaced
from tableau2net.methods import Method
from tableau2net.verify.conditions.colours import colours
from tableau2net.verify.conditions.order import order, outputs, stage_order
from tableau2net.verify.conditions.setting import setting
from tableau2net.verify.conditions.span import Span
from tableau2net.verify.existence.system import Wanted


def some_candidate(printed: Method, wanted: Wanted) -> bool:
    """Whether one of these choices has what is wanted. Raises InputError for coefficients that cannot be decided."""
    return any(_has(method, wanted) for method in _candidates(printed))


def _candidates(printed: Method) -> Iterator[Method]:
    for choice in (as_printed, _in_simplest):
        total = sum(map(choice, printed.B[0]), ZERO)
        if printed.several_fields or total == ONE:  # else it has no order
            yield printed.mapped(choice)


def _in_simplest(entry: Expression) -> Expression:
    return replaced(entry, _simplest)


def _simplest(decimal: Rounded) -> Expression:
    return Number(simplest_between(decimal.value - decimal.unit, decimal.value + decimal.unit))


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of the least denominator between two others, low < high, themselves included."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_between(-high, -low)
    whole = -(-low.numerator // low.denominator)
    if whole <= high:
        return Fraction(whole)
    below = whole - 1
    return below + 1 / simplest_between(1 / (high - below), 1 / (low - below))


def _has(method: Method, wanted: Wanted) -> bool:
    painted = colours(method) if method.several_fields else None
    if isinstance(painted, str):
        return False
    where = setting(method)
    span = where.span
    if painted is not None:
        span = Span(method.A, method.U, method.external, where.domain, painted=painted)
    computed = outputs(method)
    found = order(span, method.U, computed)
    if found.order is None or found.order < wanted.order:
        return False
    if wanted.embedded is not None and method.b_hat is not None:
        hats = order(span, method.U, (replace(computed[0], b=method.b_hat),))
        if hats.order is None or hats.order < wanted.embedded:
            return False
    return wanted.stage_order < 2 or stage_order(span, found.order) >= wanted.stage_order
