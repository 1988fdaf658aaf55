"""One-step methods whose coefficients are known within their digits: the order within them.

Every coefficient is a ball. A condition holds within the digits where its ball contains the value it should have; it
is broken for certain where not. Balls have no exact zero test, so there is no span here: every rooted tree counts,
each once, with one product of matrices for all η(v) = A φ(v) of an order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice
from operator import mul

from tableau2net.algebra.domains.balls import Ball, Balls, Vector, enclosed
from tableau2net.errors import InputError
from tableau2net.exact import Expression
from tableau2net.methods import Method
from tableau2net.series.enumeration import Enumeration
from tableau2net.series.weights import ONE_FIELD, Colour, Weights, bears, leaves
from tableau2net.verify.certificate import Violation
from tableau2net.verify.conditions.colours import colours

HIGHEST = 14  # 53,272 trees; the conditions of order 15 are looked at only to find one that is broken
_BLOCK = 4096  # trees looked at together


@dataclass(frozen=True, slots=True)
class Digits:
    """The order within the digits and the first condition that is broken for certain; None where none is found up
    to order HIGHEST + 1. `wide`: that order tells little, for some condition is known too badly (`FEW`)."""

    order: int
    violation: Violation | None
    wide: bool


class BallTrees(Enumeration):
    """All rooted trees of a tableau of balls, order by order; `painted` is the colour of each stage."""

    def __init__(self, A: Sequence[Vector], painted: Sequence[Colour], kind: Balls) -> None:
        self.A, self.kind = A, kind
        zero, one = (kind.ball(Fraction(x), Fraction(x)) for x in (0, 1))
        super().__init__(leaves(painted, zero, one), self._images, _product)

    def _images(self, trees: Sequence[Weights]) -> Sequence[Vector]:
        return self.kind.apply(self.A, [v.stages for v in trees])

    def valued(self, order: int, B: Sequence[Vector]) -> Iterator[tuple[Weights, Weights, Ball]]:
        """For every tree u∘v of an order from 2 on: u, v and b·φ(u∘v) for the weights b of its root.

        As b·(φ(u) ⊙ A φ(v)) = (b ⊙ A φ(v))·φ(u) = ((b ⊙ φ(u)) A)·φ(v) these are products of matrices, without φ(u∘v);
        and without A φ(v), where there are more v than u.
        """
        columns = list(zip(*self.A, strict=True))
        for size in range(1, order):
            vs = list(enumerate(self.of_order(size), start=self.first(size)))
            us = [u for u in self.of_order(order - size) if u.last <= vs[-1][0]]
            if len(us) < len(vs):
                left = self.kind.apply(columns, [_product(b, u.stages) for u in us for b in B])
                by_v = self.kind.apply(left, [v.stages for _, v in vs])
                values = [
                    [row[place : place + len(B)] for place in range(0, len(row), len(B))] for row in by_v
                ]
            else:
                right = [_product(b, eta) for eta in self.etas(size) for b in B]
                by_u = self.kind.apply(right, [u.stages for u in us])
                values = [
                    [row[place : place + len(B)] for row in by_u] for place in range(0, len(right), len(B))
                ]
            for (number, v), of_v in zip(vs, values, strict=True):
                for u, each in zip(us, of_v, strict=True):
                    if u.last <= number and bears(u, v):
                        yield u, v, each[u.root.drives]


def _product(u: Vector, v: Vector) -> Vector:
    return tuple(map(mul, u, v))


def balls_of(entries: Sequence[Expression], kind: Balls) -> Vector:
    """The balls of a row of coefficients. Raises InputError for one that cannot be enclosed."""
    return tuple(kind.ball(*enclosed(entry)) for entry in entries)


def order_within_digits(trees: BallTrees, B: Sequence[Vector], expected: int | None) -> Digits:
    """The largest p ≤ HIGHEST so that every condition B_q·φ(t) = 1/γ(t) of orders 1 … p holds within the digits, q the
    part of the state that the field of t's root drives.

    Where p is as expected, the weights of the trees of order p are not made, and those of order p + 1 only until one is
    found that breaks its condition.
    """
    wide, claimed = False, expected or HIGHEST
    for n in range(1, HIGHEST + 2):
        if 1 < n == claimed and not trees.kept(n):
            good, some_wide = _none_broken(trees, B, n, wide)
            if good:
                wide = wide or some_wide
                continue
        last = n > HIGHEST or n == claimed + 1
        found = trees.products(n) if last and n > 1 else iter(trees.of_order(n))
        broken, some_wide = _first_broken(trees.kind, B, found, wide)
        if broken is not None:
            return Digits(n - 1, broken, wide)
        wide = wide or (some_wide and n <= HIGHEST)
    return Digits(HIGHEST, None, wide)


def _none_broken(trees: BallTrees, B: Sequence[Vector], order: int, wide: bool) -> tuple[bool, bool]:
    """Whether no condition of an order is broken for certain; and whether one is known too badly, which need not be
    asked where `wide` is true already."""
    kind = trees.kind
    expected: dict[int, Fraction] = {}  # 1/γ, of which there are far fewer than trees
    for u, v, value in trees.valued(order, B):
        density = u.density * v.density * order // u.order
        share = expected.get(density)
        if share is None:
            share = expected[density] = Fraction(1, density)
        if not kind.contains(value, share):
            return False, wide
        wide = wide or kind.wider(value, FEW * density)
    return True, wide


def holds_widely(trees: BallTrees, B: Sequence[Vector], highest: int) -> bool:
    """Whether some condition of orders 1 … highest is known so badly that it tells little that it holds."""
    return any(
        _wide(trees.kind, t, values[t.root.drives])
        for n in range(1, highest + 1)
        for t, values in _valued(trees.kind, B, trees.of_order(n))
    )


# A condition that is not known to this part of 1/γ(t), so to three digits, holds by chance too easily.
FEW = 1000


def _wide(kind: Balls, t: Weights, value: Ball) -> bool:
    return kind.wider(value, FEW * t.density)


def widest(printed: Method) -> Fraction:
    """The radius of the widest ball among the coefficients. Raises InputError as `balls_of` does."""
    return max(
        (high - low) / 2 for low, high in map(enclosed, chain(printed.coefficients(), printed.b_hat or ()))
    )


def _valued(kind: Balls, B: Sequence[Vector], found: Sequence[Weights]) -> Iterator[tuple[Weights, Vector]]:
    yield from zip(found, kind.apply(B, [t.stages for t in found]), strict=True)


def _first_broken(
    kind: Balls, B: Sequence[Vector], trees: Iterator[Weights], wide: bool
) -> tuple[Violation | None, bool]:
    """The first condition that is broken; and whether one before it is known too badly, which need not be asked where
    `wide` is true already."""
    size = 16  # the first few trees break most conditions
    while block := list(islice(trees, size)):
        for t, values in _valued(kind, B, block):
            value = values[t.root.drives]
            if not kind.contains(value, Fraction(1, t.density)):
                return Violation.at(t.tree, kind.text(value), str(Fraction(1, t.density))), wide
            wide = wide or _wide(kind, t, value)
        size = min(4 * size, _BLOCK)
    return None, wide


def stage_order_within_digits(trees: BallTrees, highest: int) -> int:
    """The largest q ≤ highest with η_i(t) = c_i^n/γ(t) within the digits for every stage i and tree t of order n ≤
    q."""
    zero = Fraction(0)
    c = trees.etas(1)[0]
    powers = c
    for n in range(1, highest + 1):
        for t, eta in zip(trees.of_order(n), trees.etas(n), strict=True):
            share = trees.kind.ball(Fraction(1, t.density), Fraction(1, t.density))
            if not all(trees.kind.contains(e - p * share, zero) for e, p in zip(eta, powers, strict=True)):
                return n - 1
        powers = tuple(p * ci for p, ci in zip(powers, c, strict=True))
    return highest


def enumeration(printed: Method, kind: Balls) -> BallTrees:
    """The trees of a method with one field, or with those that its stages are coloured by.

    Raises InputError where the stages of a method with several fields have no colours.
    """
    painted: Sequence[Colour] | str = (ONE_FIELD,) * printed.stages
    if printed.fields is not None:
        painted = colours(printed)
    if isinstance(painted, str):
        raise InputError(painted, found=printed.name)
    return BallTrees([balls_of(row, kind) for row in printed.A], painted, kind)
