"""Choices that suggest themselves: the coefficients as they are printed; the simplest fractions within their digits,
which are those that were rounded where these were fractions; and these beside numbers of one quadratic field. Whether
they have the orders is decided exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tableau2net.exact import ONE, ZERO, Expression, Number, Rounded, as_printed, replaced
from tableau2net.methods import Method
from tableau2net.verify.conditions.colours import colours
from tableau2net.verify.conditions.order import order, outputs, stage_order
from tableau2net.verify.conditions.setting import entries, setting
from tableau2net.verify.conditions.span import Span
from tableau2net.verify.existence.quadratic import quadratic
from tableau2net.verify.existence.system import Wanted

_CHANCE = 1000  # how many times more numbers there are within the digits than fractions that may be meant


def some_candidate(printed: Method, wanted: Wanted) -> bool:
    """Whether one of these choices has what is wanted. Raises InputError for coefficients that cannot be decided."""
    return any(has(method, wanted) for method in candidates(printed))


def candidates(printed: Method) -> Iterator[Method]:
    """The choices; some of those that have no order are left out."""
    for choice in (as_printed, _in_simplest):
        total = sum(map(choice, printed.B[0]), ZERO)
        if printed.several_fields or len(printed.external) > 1 or total == ONE:  # else it has no order
            yield printed.mapped(choice)
    found = _of_a_quadratic_field(printed)
    if found is not None:
        yield found


def _of_a_quadratic_field(printed: Method) -> Method | None:
    """The method with a fraction or a number of one quadratic field for each decimal; None where some decimal is near
    no such number that is simple enough."""
    chosen: dict[Rounded, Expression] = {}
    fields = set[int]()
    for decimal in {each for entry in entries(printed) for each in entry.walk() if isinstance(each, Rounded)}:
        fraction = simplest_between(decimal.value - decimal.unit, decimal.value + decimal.unit)
        if is_simple(fraction, decimal.unit):
            chosen[decimal] = Number(fraction)
            continue
        found = quadratic(decimal)
        if found is None:
            return None
        chosen[decimal], field = found
        fields.add(field)
        if len(fields) > 1:
            return None
    return printed.mapped(lambda entry: replaced(entry, chosen.__getitem__)) if fields else None


def is_simple(fraction: Fraction, unit: Fraction) -> bool:
    """Whether a fraction is so simple that it is hardly within these digits by chance: of denominators up to q there
    are about q² fractions."""
    return fraction.denominator**2 * _CHANCE < 1 / unit


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
    (a, b), (c, d) = low.as_integer_ratio(), high.as_integer_ratio()
    p, p_before, q, q_before = 1, 0, 0, 1  # of the continued fraction's convergents
    while True:
        whole = -(-a // b)
        found = whole * d <= c
        part = whole if found else whole - 1
        p, p_before = part * p + p_before, p
        q, q_before = part * q + q_before, q
        if found:
            return Fraction(p, q)
        a, b, c, d = d, c - part * d, b, a - part * b


def has(method: Method, wanted: Wanted) -> bool:
    """Whether a method of exact coefficients has what is wanted."""
    colouring = colours(method) if method.several_fields else None
    if isinstance(colouring, str):
        return False
    context = setting(method)
    span = context.span
    if colouring is not None:
        span = Span(method.A, method.U, method.external, context.domain, colouring=colouring)
    computed = outputs(method)
    found = order(span, method.U, computed)
    if found.order is None or found.order < wanted.order:
        return False
    if wanted.embedded is not None and method.b_hat is not None:
        hats = order(span, method.U, (replace(computed[0], b=method.b_hat),))
        if hats.order is None or hats.order < wanted.embedded:
            return False
    return wanted.stage_order < 2 or stage_order(span, found.order) >= wanted.stage_order
