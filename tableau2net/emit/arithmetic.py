"""How a linear combination is computed: one tree of arithmetic, which both emitters follow to the letter.

    two terms with coefficients ±1, or a learned one:   u + k1,   (1 - k) * u + k * u_prev + k1
    all others:                                         u.add(k1, alpha=1 / 6).add_(k2, alpha=1 / 3)

The second form makes one new tensor for the whole sum; its in-place additions are safe, for nothing else holds that
tensor and the gradient of an addition does not read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tableau2net.exact import ONE, Expression, Name, Power, Product, Sum, number, to_weight
from tableau2net.graph import Combine


class Code:
    """A node of arithmetic."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Value(Code):
    """A tensor: a node of the graph."""

    node: str


@dataclass(frozen=True, slots=True)
class Learned(Code):
    """A learned scalar of the module."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal(Code):
    """An exact number without names. Raises InputError for one that no floating-point number is near."""

    exact: Expression

    def __post_init__(self) -> None:
        to_weight(self.exact)

    @property
    def number(self) -> int | float:
        """The Python number that stands for it, correctly rounded."""
        rational = self.exact.rational
        if rational is not None and rational.denominator == 1:
            return int(rational)
        return to_weight(self.exact)


@dataclass(frozen=True, slots=True)
class Binary(Code):
    """`left operator right`, with operator + - * / or **."""

    operator: str
    left: Code
    right: Code


@dataclass(frozen=True, slots=True)
class Minus(Code):
    """`-operand`."""

    operand: Code


@dataclass(frozen=True, slots=True)
class Accumulate(Code):
    """`start.add(value, alpha=factor).add_(value, alpha=factor)…`; in place from the first new tensor on."""

    start: Code
    terms: tuple[tuple[Literal, Value], ...]

    @property
    def in_place_from(self) -> int:
        """The first term that may be added in place: 0 where `start` is a new tensor itself."""
        return 1 if isinstance(self.start, Value) else 0


def combination(combine: Combine) -> Code:
    """The arithmetic of a linear combination of at least one value."""
    terms = list(combine.terms)
    learned = any(c.names for c, _ in terms)
    wanted = (lambda c: not _negative(c)) if learned else (lambda c: c == ONE)
    head = next((i for i, (c, _) in enumerate(terms) if wanted(c)), None)
    if head is None:
        head = next((i for i, (c, _) in enumerate(terms) if not _negative(c)), 0)
    first, rest = terms[head], terms[:head] + terms[head + 1 :]
    start = _scaled(*first)
    if learned or (len(terms) < 3 and all(c in (ONE, -ONE) for c, _ in terms)):
        for coefficient, node in rest:
            sign, size = ("-", -coefficient) if _negative(coefficient) else ("+", coefficient)
            start = Binary(sign, start, _scaled(size, node))
        return start
    if not rest:
        return start
    return Accumulate(start, tuple((Literal(c), Value(node)) for c, node in rest))


def scalar(expression: Expression) -> Code:
    """The arithmetic of a coefficient."""
    if not expression.names:
        return Literal(expression)
    match expression:
        case Name(name):
            return Learned(name)
        case Sum(terms):
            code = scalar(terms[0])
            for term in terms[1:]:
                negative = _negative(term)
                code = Binary("-" if negative else "+", code, scalar(-term if negative else term))
            return code
        case Product(factors):
            return _product(factors)
        case Power(base, exponent) if exponent > 0:
            return Binary("**", scalar(base), Literal(number(exponent)))
        case Power(base, exponent):
            return Binary("/", Literal(ONE), scalar(base**-exponent))
    raise ValueError(f"{expression} cannot be learned: only + - * / ** of parameters can")


def _product(factors: tuple[Expression, ...]) -> Code:
    if factors[0] == -ONE:
        return Minus(scalar(-Product(factors)))
    above = [f for f in factors if not (isinstance(f, Power) and f.exponent < 0)]
    below = [f for f in factors if isinstance(f, Power) and f.exponent < 0]
    code = scalar(above[0]) if above else Literal(ONE)
    for factor in above[1:]:
        code = Binary("*", code, scalar(factor))
    for factor in below:
        code = Binary("/", code, scalar(factor**-1))
    return code


def _scaled(coefficient: Expression, node: str) -> Code:
    if coefficient == ONE:
        return Value(node)
    if coefficient == -ONE:
        return Minus(Value(node))
    return Binary("*", scalar(coefficient), Value(node))


def _negative(coefficient: Expression) -> bool:
    if coefficient.rational is not None:
        return coefficient.rational < Fraction(0)
    return isinstance(coefficient, Product) and _negative(coefficient.factors[0])
