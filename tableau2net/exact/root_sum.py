"""Polynomials in two real roots of one polynomial: the coefficients of collocation methods.

An entry a_ij of a Gauss method is a polynomial in the nodes c_i and c_j, roots of one polynomial. Written out it has s²
terms; here it is one value, which can be enclosed to any number of digits with integers alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import count
from math import cos, lcm, pi

from tableau2net.exact.expression import ZERO, Expression, Function, Sum, number

Interval = tuple[Fraction, Fraction]
_SHOWN = 34  # digits of a value in print


@dataclass(frozen=True, slots=True)
class RootSum(Expression):
    """Σ_km coefficients[k][m] x^k y^m, with x and y the indices[0]-th and indices[1]-th root, counted from 1
    upwards, of Σ_j polynomial[j] x^j. All roots of the polynomial are real, simple and between 0 and 1."""

    coefficients: tuple[tuple[Fraction, ...], ...]
    polynomial: tuple[int, ...]
    indices: tuple[int, int]

    def __hash__(self) -> int:
        """Of the roots alone: the coefficients, the same in all entries of a tableau, are many."""
        return hash((self.polynomial, self.indices))

    @property
    def expanded(self) -> Expression:
        """The same number, term by term, in the roots as the expression language writes them."""
        x, y = (Function("root", tuple(map(number, (index, *self.polynomial)))) for index in self.indices)
        terms = tuple(
            number(a) * x**k * y**m for k, row in enumerate(self.coefficients) for m, a in enumerate(row) if a
        )
        return Sum(terms) if len(terms) > 1 else sum(terms, ZERO)

    def enclosure(self, bits: int) -> Interval:
        """Bounds on the value, about 2^-bits apart: fixed-point arithmetic with its rounding errors counted."""
        scale = lcm(*(a.denominator for row in self.coefficients for a in row))
        x, y = (root_floor(self.polynomial, index, bits) for index in self.indices)
        above, right = _powers(x, bits, len(self.coefficients)), _powers(y, bits, len(self.coefficients[0]))
        total = error = 0
        for k, row in enumerate(self.coefficients):
            for m, a in enumerate(row):
                whole = int(a * scale)
                total += whole * ((above[k] * right[m]) >> bits)
                # A root is off by one unit at most, x^k by 2k, as |x| ≤ 1; the product by one more.
                error += abs(whole) * (2 * k + 2 * m + 1)
        unit = scale << bits
        return Fraction(total - error, unit), Fraction(total + error, unit)

    def __str__(self) -> str:
        low, high = self.enclosure(256)
        middle = (low + high) / 2
        digits = abs(middle.numerator) * 10**_SHOWN // middle.denominator
        whole, rest = divmod(digits, 10**_SHOWN)
        return f"{'-' if middle < 0 else ''}{whole}.{rest:0{_SHOWN}}…"


@lru_cache(maxsize=1024)
def root_floor(polynomial: tuple[int, ...], index: int, bits: int) -> int:
    """⌊2^bits x⌋ for the index-th root x, from 1 upwards; all roots lie between 0 and 1 and are simple."""
    low, high = _brackets(polynomial)[index - 1]
    rising = _sign(polynomial, high) > 0
    a = (low.numerator << bits) // low.denominator
    b = -(-(high.numerator << bits) // high.denominator)
    while b - a > 1:
        middle = (a + b) // 2
        sign = _sign(polynomial, Fraction(middle, 1 << bits))
        if sign == 0:
            return middle
        a, b = (a, middle) if (sign > 0) == rising else (middle, b)
    return a


@lru_cache(maxsize=256)
def _brackets(polynomial: tuple[int, ...]) -> tuple[Interval, ...]:
    """An interval for each root. The trial points are where such roots lie between (Chebyshev's); as many
    changes of sign as the degree prove that no root is missing."""
    degree = len(polynomial) - 1
    for size in count(4 * degree + 3, 4 * degree + 4):
        between = sorted(
            {Fraction(round(2**60 * (1 - cos(pi * j / size)) / 2), 2**60) for j in range(1, size)}
        )
        points = [Fraction(0), *between, Fraction(1)]
        signs = [_sign(polynomial, point) for point in points]
        if 0 not in signs:
            neighbours = zip(points, points[1:], signs, signs[1:], strict=False)
            found = tuple((p, q) for p, q, a, b in neighbours if a != b)
            if len(found) == degree:
                return found
        if size > 2**12 * degree:
            raise ValueError("the polynomial has not all its roots between 0 and 1")
    raise AssertionError("the loop ends")


def _sign(polynomial: Sequence[int], x: Fraction) -> int:
    """The sign of the polynomial at p/q, by Horner's rule with q^n Σ a_j (p/q)^j."""
    total, power = 0, 1
    for a in reversed(polynomial):
        total = total * x.numerator + a * power
        power *= x.denominator
    return (total > 0) - (total < 0)


def _powers(x: int, bits: int, size: int) -> list[int]:
    powers = [1 << bits]
    while len(powers) < size:
        powers.append((powers[-1] * x) >> bits)
    return powers
