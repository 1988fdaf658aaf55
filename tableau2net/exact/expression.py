"""Expressions: immutable trees of exact numbers, names and the few functions that methods need.

The operators fold rational arithmetic as they go, so an expression without names, roots or functions
is always a single `Number`. Nothing here knows floating point. Every expression knows how large it would be, multiplied
out (`work.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tableau2net.exact.long_numbers import long_numbers
from tableau2net.exact.work import Work, of_generator, of_number, of_power, of_product, of_sum

_KNOWN: Any = field(init=False, repr=False, compare=False)  # computed from the parts


class Expression:
    """An exact number or a formula in declared names. Immutable, hashable, printable, comparable."""

    __slots__ = ()

    def __add__(self, other: Expression) -> Expression:
        return _sum((self, other))

    def __sub__(self, other: Expression) -> Expression:
        return _sum((self, -other))

    def __neg__(self) -> Expression:
        return _product((Number(Fraction(-1)), self))

    def __mul__(self, other: Expression) -> Expression:
        return _product((self, other))

    def __truediv__(self, other: Expression) -> Expression:
        """Quotient. Raises ZeroDivisionError for a divisor that is the number zero."""
        return _product((self, other**-1))

    def __pow__(self, exponent: int) -> Expression:
        return _power(self, exponent)

    @property
    def rational(self) -> Fraction | None:
        """The value, where the expression is one rational number; else None."""
        return None

    @property
    def children(self) -> tuple[Expression, ...]:
        return ()

    @property
    def work(self) -> Work:
        """How large the expression would be, multiplied out."""
        return of_number(Fraction(1))

    def walk(self) -> Iterator[Expression]:
        """This node and every node below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def names(self) -> frozenset[str]:
        """The names that occur."""
        return frozenset(node.name for node in self.walk() if isinstance(node, Name))

    def substitute(self, values: Mapping[str, Expression]) -> Expression:
        """The expression with names replaced. Raises ZeroDivisionError where that divides by zero."""
        return self


@dataclass(frozen=True, slots=True)
class Number(Expression):
    """A rational number."""

    value: Fraction

    def __hash__(self) -> int:  # Fraction's own takes an inverse modulo a prime, to be that of an equal float
        return hash((self.value.numerator, self.value.denominator))

    @property
    def rational(self) -> Fraction | None:
        return self.value

    @property
    def work(self) -> Work:
        return of_number(self.value)

    def __str__(self) -> str:
        with long_numbers():
            return str(self.value)


@dataclass(frozen=True, slots=True)
class Name(Expression):
    """A declared parameter."""

    name: str

    @property
    def work(self) -> Work:
        return of_generator(self.name)

    def substitute(self, values: Mapping[str, Expression]) -> Expression:
        return values.get(self.name, self)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    """The number pi."""

    name: str = "pi"

    @property
    def work(self) -> Work:
        return of_generator(self.name)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Pattern(Expression):
    """The entry `*`: a coefficient that the field's first convolution learns, so that no number stands here."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Sum(Expression):
    terms: tuple[Expression, ...]
    work: Work = _KNOWN

    def __post_init__(self) -> None:
        object.__setattr__(self, "work", of_sum(term.work for term in self.terms))

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.terms

    def substitute(self, values: Mapping[str, Expression]) -> Expression:
        return _sum(tuple(term.substitute(values) for term in self.terms))

    def __str__(self) -> str:
        first, *rest = self.terms
        if _is_negative(first) and not _is_negative(rest[0]):  # k - 1, not -1 + k
            first, rest = rest[0], [*rest[1:], first]
        text = str(first)
        for term in rest:
            printed = str(term)
            text += f" - {printed[1:]}" if printed.startswith("-") else f" + {printed}"
        return text


@dataclass(frozen=True, slots=True)
class Product(Expression):
    factors: tuple[Expression, ...]
    work: Work = _KNOWN

    def __post_init__(self) -> None:
        object.__setattr__(self, "work", of_product(factor.work for factor in self.factors))

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.factors

    def substitute(self, values: Mapping[str, Expression]) -> Expression:
        return _product(tuple(factor.substitute(values) for factor in self.factors))

    def __str__(self) -> str:
        scale = self.factors[0].rational
        rest = self.factors if scale is None else self.factors[1:]
        above = [factor for factor in rest if not _inverted(factor)]
        below = [_power(factor, -1) for factor in rest if _inverted(factor)]
        top, bottom = (1, 1) if scale is None else scale.as_integer_ratio()
        text = "*".join(_wrapped(factor) for factor in above)
        if top == -1 and text:
            text = f"-{text}"
        elif top != 1 or not text:
            text = f"{top}*{text}" if text else str(top)
        divisors = [str(bottom)] if bottom != 1 else []
        divisors += [_wrapped(factor) for factor in below]
        return "/".join([text, *divisors])


@dataclass(frozen=True, slots=True)
class Power(Expression):
    base: Expression
    exponent: int
    work: Work = _KNOWN

    def __post_init__(self) -> None:
        object.__setattr__(self, "work", of_power(self.base.work, self.exponent))

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.base,)

    def substitute(self, values: Mapping[str, Expression]) -> Expression:
        return _power(self.base.substitute(values), self.exponent)

    def __str__(self) -> str:
        if self.exponent < 0:
            return f"1/{_wrapped(_power(self.base, -self.exponent))}"
        return f"{_wrapped(self.base)}**{self.exponent}"


@dataclass(frozen=True, slots=True)
class Function(Expression):
    """`sqrt(x)`, `sin(x)`, `cos(x)`, or `root(i, a_0, …, a_n)`: the i-th real root, counted from 1 upwards, of
    the polynomial Σ a_j x^j."""

    name: str
    arguments: tuple[Expression, ...]
    work: Work = _KNOWN

    def __post_init__(self) -> None:
        object.__setattr__(self, "work", of_generator((self.name, self.arguments), self._inside))

    @property
    def _inside(self) -> int:
        """What the arguments cost; a polynomial has its real roots told apart, by remainders of all degrees."""
        cost = sum(argument.work.cost for argument in self.arguments)
        return cost * len(self.arguments) if self.name == "root" else cost

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.arguments

    def substitute(self, values: Mapping[str, Expression]) -> Expression:
        return Function(self.name, tuple(argument.substitute(values) for argument in self.arguments))

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


def number(value: int | Fraction | str) -> Number:
    """A rational number as an expression."""
    return Number(Fraction(value))


ZERO = number(0)
ONE = number(1)
PATTERN = Pattern()


def _inverted(factor: Expression) -> bool:
    return isinstance(factor, Power) and factor.exponent < 0


def _wrapped(factor: Expression) -> str:
    plain = isinstance(factor, Name | Constant | Function | Pattern)
    positive_integer = factor.rational is not None and str(factor.rational).isdigit()
    simple_power = isinstance(factor, Power) and factor.exponent > 0
    return str(factor) if plain or positive_integer or simple_power else f"({factor})"


def _is_negative(term: Expression) -> bool:
    """Whether the term is printed with a minus sign in front."""
    if isinstance(term, Product):
        return _is_negative(term.factors[0])
    return term.rational is not None and term.rational < 0


def _sum(terms: tuple[Expression, ...]) -> Expression:
    flat = [part for term in terms for part in (term.terms if isinstance(term, Sum) else (term,))]
    total = sum((part.rational for part in flat if part.rational is not None), Fraction(0))
    gathered: dict[Expression, Fraction] = {}  # 2*sqrt(3) + sqrt(3) is 3*sqrt(3)
    for part in flat:
        if part.rational is None:
            scale, rest = _split(part)
            gathered[rest] = gathered.get(rest, Fraction(0)) + scale
    others = [_product((Number(scale), rest)) for rest, scale in gathered.items() if scale]
    others.sort(key=_is_negative)
    kept = ([Number(total)] if total else []) + others
    return ZERO if not kept else kept[0] if len(kept) == 1 else Sum(tuple(kept))


def _split(term: Expression) -> tuple[Fraction, Expression]:
    """The term as a rational number times the rest."""
    if isinstance(term, Product) and (scale := term.factors[0].rational) is not None:
        return scale, _product(term.factors[1:])
    return Fraction(1), term


def _product(factors: tuple[Expression, ...]) -> Expression:
    flat = [
        part for factor in factors for part in (factor.factors if isinstance(factor, Product) else (factor,))
    ]
    total = Fraction(1)
    for part in flat:
        if part.rational is not None:
            total *= part.rational
    rest = [part for part in flat if part.rational is None]
    if not total:
        return ZERO
    if len(rest) == 1 and isinstance(rest[0], Sum) and total != 1:
        return _sum(tuple(_product((Number(total), term)) for term in rest[0].terms))
    kept = ([Number(total)] if total != 1 else []) + rest
    return ONE if not kept else kept[0] if len(kept) == 1 else Product(tuple(kept))


def _power(base: Expression, exponent: int) -> Expression:
    if exponent == 0:
        return ONE
    if exponent == 1:
        return base
    if base.rational is not None:
        return Number(base.rational**exponent)
    if isinstance(base, Power):
        return _power(base.base, base.exponent * exponent)
    if isinstance(base, Product):
        return _product(tuple(_power(factor, exponent) for factor in base.factors))
    return Power(base, exponent)
