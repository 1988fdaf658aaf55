"""Compositions of Strang's splitting S(w) = B(w/2) A(w) B(w/2), with w = w_1, …, w_m one after the other.

S is symmetric, so S(w) = exp(w α_1 + w³ α_3 + w⁵ α_5 + …) with α_1 = A + B. The composition is of order p where

    exp(w_1 α_1 + w_1³ α_3 + …) ⋯ exp(w_m α_1 + w_m³ α_3 + …) = exp(α_1)

up to words of weight p, whatever the α are. Both sides are group-like, so they are equal where they agree on the words
of Lyndon (D. E. Radford, J. Algebra 58 (1979) 432–454); where the w are the same backwards, on those of odd weight. The
word of letters α_{k_1} … α_{k_n} has in exp(w α_1 + …) the coefficient w^{k_1 + … + k_n}/n!. (Hairer, Lubich, Wanner,
Geometric Numerical Integration, III.3 and III.5.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from tableau2net.verify.existence.composition import Flow
from tableau2net.verify.existence.conditions import Gradient, Scalar, Values, add
from tableau2net.verify.existence.equations import Equation

Letters = tuple[int, ...]  # the weights k of the letters α_k, which are odd


@dataclass(frozen=True)
class Half:
    """2 v − w − w', for a flow v between those of w and w', either of which may be missing."""

    between: int
    sides: tuple[int, ...]

    def value(self, at: Values) -> Scalar:
        v = at.entries[self.between]
        return v + v - sum((at.entries[k] for k in self.sides[1:]), at.entries[self.sides[0]])

    def gradient(self, at: Values) -> Gradient:
        found = {self.between: at.constant(Fraction(2))}
        for k in self.sides:
            add(found, k, -at.constant(Fraction(1)))
        return found


@dataclass(frozen=True)
class Word:
    """The coefficient of a word in the product minus that in exp(α_1)."""

    letters: Letters
    steps: tuple[int, ...]

    def value(self, at: Values) -> Scalar:
        expected = Fraction(1) if self.letters == (1,) else Fraction(0)
        return self._products(at)[-1][-1] - at.constant(expected)

    def gradient(self, at: Values) -> Gradient:
        found, before = Gradient(), self._products(at)
        one, n = at.constant(Fraction(1)), len(self.letters)
        after: list[Scalar] = [
            *[at.constant(Fraction(0))] * n,
            one,
        ]  # of the last letters, in what comes after
        for number in reversed(range(len(self.steps))):
            k = self.steps[number]
            w = at.entries[k]
            slope = at.constant(Fraction(0))
            for i in range(n):
                for j in range(i + 1, n + 1):
                    weight = sum(self.letters[i:j])
                    factor = at.constant(Fraction(weight, factorial(j - i)))
                    slope = slope + before[number][i] * factor * _power(w, weight - 1, one) * after[j]
            add(found, k, slope)
            after = [
                sum((self._in_step(at, w, i, j) * after[j] for j in range(i + 1, n + 1)), after[i])
                for i in range(n + 1)
            ]
        return found

    def _products(self, at: Values) -> list[list[Scalar]]:
        """The coefficients of the first letters in the product of the first steps, for all numbers of both."""
        n = len(self.letters)
        found = [[at.constant(Fraction(1)), *[at.constant(Fraction(0))] * n]]
        for k in self.steps:
            last, w = found[-1], at.entries[k]
            found.append(
                [sum((last[i] * self._in_step(at, w, i, j) for i in range(j)), last[j]) for j in range(n + 1)]
            )
        return found

    def _in_step(self, at: Values, w: Scalar, i: int, j: int) -> Scalar:
        weight = sum(self.letters[i:j])
        share = at.constant(Fraction(1, factorial(j - i)))
        return share * _power(w, weight, at.constant(Fraction(1)))


def is_strang(flows: Sequence[Flow]) -> bool:
    """Whether the flows of two fields take turns, and the first and the last are of one field."""
    return len(flows) % 2 == 1 and all(
        each.field == (flows[0].field + number) % 2 for number, each in enumerate(flows)
    )


def strang(flows: Sequence[Flow], order: int) -> Iterator[Equation]:
    """The equations of a composition of Strang's splitting; `flows` have to be as those of one (`is_strang`)."""
    outer, inner = flows[::2], flows[1::2]
    for number, flow in enumerate(outer):
        sides = tuple(sorted(each.entry for each in inner[max(number - 1, 0) : number + 1]))
        yield Half(flow.entry, sides)
    steps = tuple(each.entry for each in inner)
    for weight in range(1, order + 1, 2 if steps == steps[::-1] else 1):
        yield from (Word(letters, steps) for letters in lyndon(weight))


def lyndon(weight: int) -> Iterator[Letters]:
    """The words of odd letters, of this weight, that are less than all their rotations."""
    for word in _words(weight):
        if all(word < word[i:] + word[:i] for i in range(1, len(word))):
            yield word


def _words(weight: int) -> Iterator[Letters]:
    if not weight:
        yield ()
    for first in range(1, weight + 1, 2):
        yield from ((first, *rest) for rest in _words(weight - first))


def _power(w: Scalar, exponent: int, one: Scalar) -> Scalar:
    found = one
    for _ in range(exponent):
        found = found * w
    return found
