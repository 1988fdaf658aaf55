"""How near to 0 an algebraic number can be that is not 0, read off the expression that it is written as.

Every such number is U/L with algebraic integers U and L. Where no conjugate of U is larger than u, none of L larger
than l, and both lie in a field of degree D, the norm of U is a whole number: either U = 0 or

    |U| ≥ u^(1−D),   |U/L| ≥ 1/(l u^(D−1))

(C. Burnikel, S. Funke, K. Mehlhorn, S. Schirra, S. Schmitt, A separation bound for real algebraic expressions,
Algorithmica 55 (2009) 14–28). Sizes are counted in bits, rounded up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt, lcm, prod

from tableau2net.exact.expression import (
    Constant,
    Expression,
    Function,
    Name,
    Number,
    Power,
    Product,
    Sum,
)
from tableau2net.exact.real_roots import whole
from tableau2net.exact.root_sum import RootSum

LARGEST_CIRCLE = 10**6


class UndecidedError(ValueError):
    """An expression of which it is not known whether it is 0: it is not algebraic, or too large to be looked at."""


class NotRealError(UndecidedError):
    """An expression with the square root of a negative number in it."""


@dataclass(frozen=True, slots=True)
class Size:
    """An expression as U/L: the bits of a bound on the conjugates of U, and on those of L."""

    above: int
    below: int

    @property
    def inverse(self) -> Size:
        return Size(self.below, self.above)

    def __add__(self, other: Size) -> Size:
        """The size of a product."""
        return Size(self.above + other.above, self.below + other.below)

    def __mul__(self, exponent: int) -> Size:
        """The size of a power."""
        return Size(self.above * exponent, self.below * exponent)


def size(expression: Expression, leaves: Mapping[Expression, Size]) -> Size:
    """The size of a number, or, the `leaves` given, of a formula in names. Raises UndecidedError for what is not
    algebraic."""
    if expression in leaves:
        return leaves[expression]
    match expression:
        case Number(value):
            return Size(abs(value.numerator).bit_length(), (value.denominator - 1).bit_length())
        case Sum(terms):
            parts = [size(term, leaves) for term in terms]
            below = sum(part.below for part in parts)
            return Size(
                max(part.above + below - part.below for part in parts) + (len(parts) - 1).bit_length(), below
            )
        case Product(factors):
            return sum((size(factor, leaves) for factor in factors), Size(0, 0))
        case Power(base, exponent):
            of_base = size(base, leaves)
            return of_base * exponent if exponent > 0 else of_base.inverse * -exponent
        case RootSum():
            return size(expression.expanded, leaves)
        case Function("root", (_, *coefficients)):
            polynomial = whole([a.rational or Fraction(0) for a in coefficients])
            lead = abs(polynomial[-1]).bit_length()
            largest = max(abs(a) for a in polynomial).bit_length() + 1  # Cauchy: |x| ≤ 1 + max |a_j|/|a_n|
            return Size(lead + largest, lead)
        case Function("sqrt", (radicand,)):
            inner = size(radicand, {})  # √(U/L) = √(UL)/L = U/√(UL)
            middle = (inner.above + inner.below + 1) // 2
            return Size(middle, inner.below) if inner.below <= inner.above else Size(inner.above, middle)
        case Function("sin" | "cos") if turn(expression) is not None:
            return Size(1, 1)  # 2 cos is an algebraic integer, and |2 cos| ≤ 2
    raise UndecidedError(f"{expression} is not known to be algebraic")


def degree(expression: Expression) -> int:
    """A bound on the degree of a field that holds every conjugate that occurs. Raises UndecidedError for what is not
    algebraic."""
    functions = {node for node in _expanded(expression).walk() if isinstance(node, Function)}
    radicands = {node.arguments[0] for node in functions if node.name == "sqrt"}
    rational = [value for value in (each.rational for each in radicands) if value is not None]
    nested = len(radicands) - len(rational)
    roots: dict[tuple[Expression, ...], int] = {}
    for node in functions:
        if node.name == "root":
            roots[node.arguments[1:]] = roots.get(node.arguments[1:], 0) + 1
    degrees = [prod(range(len(p) - 1, max(len(p) - 1 - used, 0), -1)) for p, used in roots.items()]
    turns = [_known(turn(node), node) for node in functions if node.name in ("sin", "cos")]
    of_squares: int = 2 ** (nested + square_classes(rational))
    return of_squares * prod(degrees) * circle_degree(turns)


def turn(function: Function) -> Fraction | None:
    """The t with cos 2πt the sine or cosine; None where it is not written as that of a rational multiple of π."""
    quarter = Fraction(function.name == "sin", 4)
    match function.arguments[0]:
        case Number(value) if not value:
            return -quarter
        case Constant():
            return Fraction(1, 2) - quarter
        case Product((Number(value), Constant())):
            return value / 2 - quarter
    return None


def circle_degree(turns: Iterable[Fraction]) -> int:
    """The degree of the real field of the cosines and sines of these turns: φ(N)/2 for the cosine of 2π/N, of which
    all of them are polynomials."""
    common = lcm(*(turn.denominator for turn in turns))
    if common > LARGEST_CIRCLE:
        raise UndecidedError(f"sines and cosines of {common}-th parts of a turn are too many")
    return max(totient(common) // 2, 1)


def square_classes(values: Iterable[Fraction]) -> int:
    """The n with 2^n the degree of the field of the square roots of rational numbers: the rank of their exponents
    modulo 2 over a basis of numbers that have no common factors and are no squares."""
    products = {value.numerator * value.denominator for value in values} - {0}
    basis = coprime_basis(products)
    rows = [sum((_exponent(value, b) % 2) << i for i, b in enumerate(basis)) for value in products]
    rank = 0
    while rows:
        row = rows.pop()
        if row:
            rank += 1
            low = row & -row
            rows = [other ^ row if other & low else other for other in rows]
    return rank


def coprime_basis(values: Iterable[int]) -> list[int]:
    """Numbers that have no common factors and are no squares, of which these positive ones are products."""
    basis: list[int] = []
    left = [value for value in values if value > 1]
    while left:
        value = left.pop()
        root = isqrt(value)
        if root * root == value:
            left.append(root)
            continue
        other = next((b for b in basis if gcd(value, b) > 1), None)
        if other is None:
            basis.append(value)
        elif other != value:
            basis.remove(other)
            common = gcd(value, other)
            left += [part for part in (common, value // common, other // common) if part > 1]
    return sorted(basis)


def totient(n: int) -> int:
    """Euler's φ."""
    result, rest, p = n, n, 2
    while p * p <= rest:
        if rest % p == 0:
            result -= result // p
            while rest % p == 0:
                rest //= p
        p += 1
    return result - result // rest if rest > 1 else result


def degrees(expression: Expression, name: Name | Constant) -> tuple[int, int]:
    """Bounds on the degrees in a name of the numerator and the denominator. Raises UndecidedError where the name
    stands in a function."""
    match expression:
        case Name() | Constant():
            return int(expression == name), 0
        case Sum(terms):
            parts = [degrees(term, name) for term in terms]
            below = sum(part[1] for part in parts)
            return max(part[0] + below - part[1] for part in parts), below
        case Product(factors):
            parts = [degrees(factor, name) for factor in factors]
            return sum(part[0] for part in parts), sum(part[1] for part in parts)
        case Power(base, exponent):
            above, below = degrees(base, name)
            return (
                (above * exponent, below * exponent)
                if exponent > 0
                else (-below * exponent, -above * exponent)
            )
        case Function() if name in expression.walk() and turn(expression) is None:
            raise UndecidedError(f"{expression} is no rational function of {name}")
    return 0, 0


def _expanded(expression: Expression) -> Expression:
    """The expression with the sums of powers of roots written out."""
    if isinstance(expression, RootSum):
        return expression.expanded
    if any(isinstance(node, RootSum) for node in expression.walk()):
        match expression:
            case Sum(terms):
                return Sum(tuple(map(_expanded, terms)))
            case Product(factors):
                return Product(tuple(map(_expanded, factors)))
            case Power(base, exponent):
                return Power(_expanded(base), exponent)
    return expression


def _exponent(value: int, b: int) -> int:
    times = 0
    while value % b == 0:
        value, times = value // b, times + 1
    return times


def _known(found: Fraction | None, function: Function) -> Fraction:
    if found is None:
        raise UndecidedError(f"{function} is not known to be algebraic")
    return found
