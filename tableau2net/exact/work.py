"""How much work an expression is: how large it would be, multiplied out as a quotient of two polynomials.

Everything that is done with a number later (deciding whether it is 0, the order conditions, the stability function)
grows with the sizes of that quotient, however shortly the number is written: ((a+1)**64)**64 is a polynomial of degree
4096. So bounds on the sizes are known of every expression as soon as it is built, from those of its parts alone, and
what reads expressions holds them to `LARGEST`, and all of a document together to a `Budget`. Degrees are those in the
generators: names, π, and each root, sine and cosine that occurs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import comb
from typing import Any

_ENDLESS = 10**12  # beyond every bound: sizes are not counted further


@dataclass(frozen=True, slots=True)
class Extent:
    """Bounds on a polynomial: the bits of its whole coefficients, how many terms it has, and its total degree."""

    bits: int
    terms: int
    degree: int


@dataclass(frozen=True, slots=True)
class Work:
    """Bounds on an expression as a quotient. `inside` is what its functions' arguments cost."""

    above: Extent
    below: Extent
    generators: frozenset[Any] = frozenset()
    inside: int = 0

    @property
    def cost(self) -> int:
        """The bits of all coefficients, and what the arguments of functions cost."""
        return _capped(sum(each.bits * each.terms for each in (self.above, self.below)) + self.inside)


@dataclass(slots=True)
class Budget:
    """The work that all expressions of one document may be together; `spent` counts up."""

    spent: int = 0

    def spend(self, work: Work) -> bool:
        """Take the cost of an expression from what is left; whether there was enough."""
        self.spent += work.cost
        return self.spent <= LARGEST_COST


LARGEST_COST = 2**24  # bits; a tableau of 150 stages with 30 digits in each entry has a fifth of that
LARGEST = Extent(bits=2**12, terms=1_000, degree=128)
_ONE = Extent(1, 1, 0)


def of_number(value: Fraction) -> Work:
    """A rational number."""
    above, below = (Extent(each.bit_length(), 1, 0) for each in value.as_integer_ratio())
    return Work(above, below)


def of_generator(generator: Any, inside: int = 0) -> Work:
    """A name, π, or a function, whose arguments cost `inside`."""
    return Work(Extent(1, 1, 1), _ONE, frozenset([generator]), _capped(inside))


def of_product(factors: Iterable[Work]) -> Work:
    """A product: numerators and denominators are multiplied."""
    return reduce(_times, factors)


def of_sum(terms: Iterable[Work]) -> Work:
    """A sum over the product of all denominators."""
    return reduce(_plus, terms)


def of_power(base: Work, exponent: int) -> Work:
    """A power; one with a negative exponent has numerator and denominator exchanged."""
    times, free = abs(exponent), len(base.generators)
    above, below = (_power(each, times, free) for each in (base.above, base.below))
    if exponent < 0:
        above, below = below, above
    return Work(above, below, base.generators, base.inside)


def most_terms(entries: Iterable[Work], factors: int) -> int:
    """A bound on the terms of a sum of products of so many of these: of a determinant of them, if so many rows."""
    found = tuple(entries)
    generators = frozenset[Any]().union(*(each.generators for each in found))
    products = (_power(part, factors, len(generators)) for each in found for part in (each.above, each.below))
    return max((each.terms for each in products), default=0)


def excess(work: Work) -> tuple[str, str] | None:
    """What is larger than it may be, and how large it may be, in words; None where nothing is."""
    for each in (work.above, work.below):
        if each.degree > LARGEST.degree:
            return f"a degree of {_spelled(each.degree)}", f"a degree of at most {LARGEST.degree}"
        if each.terms > LARGEST.terms:
            return f"{_spelled(each.terms)} terms", f"at most {LARGEST.terms:,} terms"
        if each.bits > LARGEST.bits:
            return f"numbers of {_spelled(each.bits)} bits", f"numbers of at most {LARGEST.bits:,} bits"
    return None


def _times(left: Work, right: Work) -> Work:
    generators = left.generators | right.generators
    above = _product(left.above, right.above, len(generators))
    below = _product(left.below, right.below, len(generators))
    return Work(above, below, generators, _capped(left.inside + right.inside))


def _plus(left: Work, right: Work) -> Work:
    generators = left.generators | right.generators
    free = len(generators)
    one, other = _product(left.above, right.below, free), _product(right.above, left.below, free)
    degree = max(one.degree, other.degree)
    above = Extent(max(one.bits, other.bits) + 1, _dense(one.terms + other.terms, degree, free), degree)
    below = _product(left.below, right.below, free)
    return Work(above, below, generators, _capped(left.inside + right.inside))


def _product(left: Extent, right: Extent, free: int) -> Extent:
    degree = _capped(left.degree + right.degree)
    collected = min(left.terms, right.terms).bit_length() - 1
    bits = _capped(left.bits + right.bits + collected)
    return Extent(bits, _dense(left.terms * right.terms, degree, free), degree)


def _power(base: Extent, times: int, free: int) -> Extent:
    degree, bits = _capped(base.degree * times), _capped((base.bits + base.terms.bit_length() - 1) * times)
    small = base.terms <= LARGEST.terms and times <= LARGEST.degree
    terms = 1 if base.terms == 1 else comb(base.terms + times - 1, times) if small else _ENDLESS
    return Extent(bits, _dense(terms, degree, free), degree)


def _dense(terms: int, degree: int, free: int) -> int:
    """A number of terms, which is not more than there are monomials of the degree."""
    if degree > LARGEST.degree or free > LARGEST.degree:
        return _capped(terms)
    return _capped(min(terms, comb(degree + free, free)))


def _capped(size: int) -> int:
    return min(size, _ENDLESS)


def _spelled(size: int) -> str:
    return f"{size:,}" if size < _ENDLESS else f"more than {_ENDLESS:.0e}"
