"""Decisions: is this number 0, which sign has it, is it rational? Taken once, when a number is read.

Most numbers are told from 0 by rational bounds. Where these close in on 0, they are followed until they are nearer than
any number can be that is written like this one and is not 0 (`separation.py`).

A formula in names, U/L, is 0 iff it is 0 at one point that is far enough out: where the coefficients of U are 0 or at
least 2^(−k), and all together at most 2^k, U has no zeros beyond 2^(2k) unless it is 0. Of several names each stands so
far beyond the powers of the one before that no two terms meet (Kronecker's substitution). And π is as good as a name,
for it is transcendental (Lindemann 1882).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from tableau2net.exact.enclosure import enclosure
from tableau2net.exact.expression import (
    ONE,
    ZERO,
    Constant,
    Expression,
    Function,
    Name,
    Number,
    Pattern,
    Power,
    Product,
    Sum,
)
from tableau2net.exact.root_sum import RootSum
from tableau2net.exact.rounded import Rounded
from tableau2net.exact.separation import Size, UndecidedError, degree, degrees, size

FIRST_LOOK = 128  # bits to which a number is looked at that is far from 0
LAST_LOOK = 2**10  # bits to which one is looked at that is not known to be algebraic
LONGEST = 2**18  # bits of the numbers that are computed on the way
RATIONAL = (
    2**256
)  # the largest denominator of a rational number that an expression in irrational ones is taken for
_NEAR, _BESIDE = 64, 81  # the points at which formulas are tried first have these denominators


def sign(expression: Expression) -> int:
    """The sign of a number, exactly. Raises UndecidedError where it is not known whether it is 0, or whether what it
    divides by is, NotRealError where it is not real."""
    value = expression.rational
    if value is not None:
        return (value > 0) - (value < 0)
    _refuse_long(expression)
    known = _seen(expression, FIRST_LOOK)
    if known is not None:
        return known
    if _has_pi(expression):
        return 0 if _vanishes_far_out(expression) else _followed(expression, 2**14)
    try:
        nearest = _separation(expression)
    except UndecidedError:
        return _followed(expression, LAST_LOOK)
    return _followed(expression, 4 * nearest + LAST_LOOK, nearest)


def is_zero(expression: Expression) -> bool:
    """Whether the expression is 0 for every value of its names, exactly. Raises as `sign` does."""
    if not expression.names:
        return sign(expression) == 0
    _refuse_long(expression)
    try:
        if sign(expression.substitute(_point(expression, _NEAR))):
            return False
    except (UndecidedError, ZeroDivisionError):
        pass  # another point tells
    return _vanishes_far_out(expression)


def decided(expression: Expression) -> Expression:
    """The same number or formula: as one `Number` where it is one rational number and that can be decided. Raises
    ZeroDivisionError where it divides by zero."""
    if expression.rational is not None or not _open(expression):
        return expression
    for node in expression.walk():
        if isinstance(node, Power) and node.exponent < 0 and _known_zero(node.base):
            raise ZeroDivisionError(f"{node} divides by zero")
    try:
        return _constant(expression) if expression.names else _rational(expression)
    except UndecidedError:
        return expression


def _known_zero(expression: Expression) -> bool:
    try:
        return is_zero(expression)
    except UndecidedError:
        return False


def at(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """The expression with names replaced, decided. Raises as `decided` does."""
    return decided(expression.substitute(values)) if expression.names & values.keys() else expression


def _open(expression: Expression) -> bool:
    """Whether there is something to decide: not of what is learned or known within digits only, nor of the coefficients
    of collocation methods, which are made as simple as they are."""
    return not any(isinstance(node, Pattern | Rounded | RootSum) for node in expression.walk())


@lru_cache(maxsize=1024)  # the entries of a scheme are decided each time that it is changed
def _rational(expression: Expression) -> Expression:
    """The rational number that an expression without names is, else the expression."""
    _refuse_long(expression)
    bounds = enclosure(expression, 2 * RATIONAL.bit_length() + FIRST_LOOK)
    if bounds is None:  # so near is a divisor to 0
        return ZERO if is_zero(expression) else expression
    near = ((bounds[0] + bounds[1]) / 2).limit_denominator(RATIONAL)
    if bounds[0] <= 0 <= bounds[1]:
        near = Fraction(0)
    within = bounds[0] <= near <= bounds[1]
    return Number(near) if within and is_zero(expression - Number(near)) else expression


def _constant(expression: Expression) -> Expression:
    """The number that an expression is for every value of its names, else the expression."""
    _refuse_long(expression)
    try:
        here, there = (expression.substitute(_point(expression, over)) for over in (_NEAR, _BESIDE))
        if sign(here - there):
            return expression
    except ZeroDivisionError:  # a pole, by chance
        return ZERO if is_zero(expression) else expression
    return decided(here) if is_zero(expression - here) else expression


def _point(expression: Expression, over: int) -> dict[str, Expression]:
    """A value for each name, none of which is likely to be special."""
    return {name: Number(Fraction(1009 + 110 * i, over)) for i, name in enumerate(sorted(expression.names))}


def _seen(expression: Expression, bits: int) -> int | None:
    """The sign, where bounds on the value tell it."""
    bounds = enclosure(expression, bits)
    if bounds is None or bounds[0] <= 0 <= bounds[1]:
        return None
    return 1 if bounds[0] > 0 else -1


def _followed(expression: Expression, last: int, nearest: int | None = None) -> int:
    """The sign of a number by closer and closer bounds; 0 where they are within 2^-nearest of 0. Raises
    UndecidedError where they tell nothing to the last."""
    bits = FIRST_LOOK
    while bits < last:
        bits *= 2
        bounds = enclosure(expression, bits)
        if bounds is None:
            continue
        low, high = bounds
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
        if nearest is not None and max(-low, high) < Fraction(1, 2**nearest):
            return 0
    raise UndecidedError(f"it is not known whether {expression} is 0")


def _separation(expression: Expression) -> int:
    """The k for which the algebraic number is 0 or at least 2^-k. Raises UndecidedError where it is not known to be
    algebraic, or k is too large to look so far."""
    return _spread(expression, {})


def _spread(expression: Expression, leaves: Mapping[Expression, Size]) -> int:
    found = size(expression, leaves)
    bits = degree(expression) * max(found.above, found.below, 1)
    if bits > LONGEST:
        raise UndecidedError(f"{expression} is too long to decide whether it is 0")
    return bits


def _vanishes_far_out(expression: Expression) -> bool:
    """Whether a formula in names and π is 0. Raises UndecidedError for what is no rational function of them, or is too
    long, and ZeroDivisionError where it divides by zero."""
    free: list[Name | Constant] = [Name(name) for name in sorted(expression.names)]
    if _has_pi(expression):
        free.append(Constant())
    apart = _spread(expression, {name: Size(0, 0) for name in free}) + 1
    values: dict[Expression, Expression] = {}
    for name in free:
        values[name] = Number(Fraction(2**apart))
        apart *= max(degrees(expression, name)) + 1
        if apart > LONGEST:
            raise UndecidedError(f"{expression} is too long to decide whether it is 0")
    return sign(_placed(expression, values)) == 0


def _has_pi(expression: Expression) -> bool:
    """Whether π stands outside the functions."""
    if isinstance(expression, Function):
        return False
    return isinstance(expression, Constant) or any(map(_has_pi, expression.children))


def _placed(expression: Expression, values: Mapping[Expression, Expression]) -> Expression:
    """The expression with names and π replaced outside the functions."""
    match expression:
        case Sum(terms):
            return sum((_placed(term, values) for term in terms), ZERO)
        case Product(factors):
            product: Expression = ONE
            for factor in factors:
                product = product * _placed(factor, values)
            return product
        case Power(base, exponent):
            return _placed(base, values) ** exponent
    return values.get(expression, expression)


def _refuse_long(expression: Expression) -> None:
    """Raise UndecidedError for a formula whose powers multiply out to numbers that are too long."""
    if length(expression) > LONGEST:
        raise UndecidedError(f"{expression} is too long to be computed")


def length(expression: Expression) -> int:
    """About as many bits as a rational number has that the expression may be."""
    match expression:
        case Number(value):
            return value.numerator.bit_length() + value.denominator.bit_length()
        case Power(base, exponent):
            return length(base) * abs(exponent)
    return 16 + sum(map(length, expression.children))
