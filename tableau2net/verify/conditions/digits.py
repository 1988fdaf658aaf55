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

from tableau2net.algebra.domains.balls import Ball, Balls, Block, Vector, enclosed
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
        self._columns = list(zip(*A, strict=True))
        self._shares: dict[int, Ball] = {}  # by γ, of which there are far fewer than trees
        self._stages: dict[int, Block] = {}  # by order
        zero, one = (kind.ball(Fraction(x), Fraction(x)) for x in (0, 1))
        super().__init__(leaves(painted, zero, one), self._images, _product)

    def _images(self, trees: Sequence[Weights]) -> Sequence[Vector]:
        return self.kind.images(self.A, self.stages(trees[0].order)) if trees else ()

    def stages(self, order: int) -> Block:
        """The weights φ(t) of every tree of an order."""
        found = self._stages.get(order)
        if found is None:
            found = self._stages[order] = self.kind.block([t.stages for t in self.of_order(order)])
        return found

    def share(self, density: int) -> Ball:
        """1/γ."""
        found = self._shares.get(density)
        if found is None:
            share = Fraction(1, density)
            found = self._shares[density] = self.kind.ball(share, share)
        return found

    def valued(self, order: int, B: Sequence[Vector]) -> Iterator[tuple[Colour, int, Sequence[Ball]]]:
        """For every tree t of an order: its root, γ(t) and b·φ(t) for each row b.

        As b·(φ(u) ⊙ A φ(v)) = (b ⊙ A φ(v))·φ(u) = ((b ⊙ φ(u)) A)·φ(v) these are products of matrices, without φ(u∘v);
        and without A φ(v), where there are more v than u. Nor are the weights of the trees of the order below made: for
        a leaf u, the last form is the first one of v.
        """
        if self.kept(order):
            values = self.kind.images(B, self.stages(order))
            yield from ((t.root, t.density, row) for t, row in zip(self.of_order(order), values, strict=True))
            return
        for size in range(1, order - 1):
            below, last = order - size, self.first(size) + len(self.of_order(size)) - 1
            us = self.of_order(below) if size > 1 else self.products(below, last)
            us = [u for u in us if u.last <= last]
            for number, v, rows in self._products(us, size, B):
                for u, row in zip(us, rows, strict=True):
                    if u.last <= number and bears(u, v):
                        yield u.root, u.density * v.density * order // below, row
        yield from self._on_leaves(order, B)

    def _products(
        self, us: Sequence[Weights], size: int, B: Sequence[Vector]
    ) -> Iterator[tuple[int, Weights, Sequence[Sequence[Ball]]]]:
        """For every tree v of an order: its number, v and b·φ(u∘v) for each u and each row b."""
        vs, first, count = self.of_order(size), self.first(size), len(B)
        if len(us) < len(vs):
            left = self._through(us, B)
            by_v = self.kind.images(left, self.stages(size))
            for number, (v, row) in enumerate(zip(vs, by_v, strict=True), start=first):
                yield number, v, [row[place : place + count] for place in range(0, len(row), count)]
        else:
            right = [_product(b, eta) for eta in self.etas(size) for b in B]
            by_u = self.kind.apply(right, [u.stages for u in us])
            for place, v in enumerate(vs):
                part = slice(place * count, (place + 1) * count)
                yield first + place, v, [row[part] for row in by_u]

    def _on_leaves(self, order: int, B: Sequence[Vector]) -> Iterator[tuple[Colour, int, Sequence[Ball]]]:
        """What `valued` tells of the trees u∘v of an order in which u is a leaf."""
        us, count = self.of_order(1), len(B)
        for root, density, row in self.valued(order - 1, self._through(us, B)):
            for place, u in enumerate(us):
                if root.drives == u.root.of:
                    yield u.root, density * order, row[place * count : (place + 1) * count]

    def _through(self, us: Sequence[Weights], B: Sequence[Vector]) -> Sequence[Vector]:
        """(b ⊙ φ(u)) A, for each u and each row b."""
        return self.kind.apply(self._columns, [_product(b, u.stages) for u in us for b in B])


def _product(u: Vector, v: Vector) -> Vector:
    return tuple(map(mul, u, v))


def balls_of(entries: Sequence[Expression], kind: Balls) -> Vector:
    """The balls of a row of coefficients. Raises InputError for one that cannot be enclosed."""
    return tuple(kind.ball(*enclosed(entry)) for entry in entries)


def order_within_digits(trees: BallTrees, B: Sequence[Vector], expected: int | None) -> Digits:
    """The largest p ≤ HIGHEST so that every condition B_q·φ(t) = 1/γ(t) of orders 1 … p holds within the digits, q the
    part of the state that the field of t's root drives.

    Where p is as expected, the weights of the trees of orders p − 1 and p are not made, and those of order p + 1 only
    until one is found that breaks its condition.
    """
    wide, claimed = False, min(expected or HIGHEST, HIGHEST)
    for n in range(1, HIGHEST + 2):
        if n <= claimed:
            good, some_wide = _none_broken(trees, B, n, wide)
            if good:
                wide = wide or some_wide
                continue
        last = n > HIGHEST or n == claimed + 1
        found = trees.products(n) if last and n > 1 else iter(trees.of_order(n))
        broken, some_wide = _first_broken(trees, B, found, wide)
        if broken is not None:
            return Digits(n - 1, broken, wide)
        wide = wide or (some_wide and n <= HIGHEST)
    return Digits(HIGHEST, None, wide)


def _none_broken(trees: BallTrees, B: Sequence[Vector], order: int, wide: bool) -> tuple[bool, bool]:
    """Whether no condition of an order is broken for certain; and whether one is known too badly, which need not be
    asked where `wide` is true already."""
    for root, density, values in trees.valued(order, B):
        value = values[root.drives]
        if not trees.kind.may_be_zero(value - trees.share(density)):
            return False, wide
        wide = wide or trees.kind.wider(value, FEW * density)
    return True, wide


def holds_widely(trees: BallTrees, B: Sequence[Vector], highest: int) -> bool:
    """Whether some condition of orders 1 … highest is known so badly that it tells little that it holds."""
    return any(
        trees.kind.wider(values[root.drives], FEW * density)
        for n in range(1, highest + 1)
        for root, density, values in trees.valued(n, B)
    )


# A condition that is not known to this part of 1/γ(t), so to three digits, holds by chance too easily.
FEW = 1000


def widest(printed: Method) -> Fraction:
    """The radius of the widest ball among the coefficients. Raises InputError as `balls_of` does."""
    return max(
        (high - low) / 2 for low, high in map(enclosed, chain(printed.coefficients(), printed.b_hat or ()))
    )


def _first_broken(
    trees: BallTrees, B: Sequence[Vector], found: Iterator[Weights], wide: bool
) -> tuple[Violation | None, bool]:
    """The first condition that is broken; and whether one before it is known too badly, which need not be asked where
    `wide` is true already."""
    kind, size = trees.kind, 16  # the first few trees break most conditions
    while block := list(islice(found, size)):
        for t, values in zip(block, kind.apply(B, [t.stages for t in block]), strict=True):
            value = values[t.root.drives]
            if not kind.may_be_zero(value - trees.share(t.density)):
                return Violation.at(t.tree, kind.text(value), str(Fraction(1, t.density))), wide
            wide = wide or kind.wider(value, FEW * t.density)
        size = min(4 * size, _BLOCK)
    return None, wide


def stage_order_within_digits(trees: BallTrees, highest: int) -> int:
    """The largest q ≤ highest with η_i(t) = c_i^n/γ(t) within the digits for every stage i and tree t of order n ≤
    q."""
    c = trees.etas(1)[0]
    powers = c
    for n in range(1, highest + 1):
        for t, eta in zip(trees.of_order(n), trees.etas(n), strict=True):
            share = trees.share(t.density)
            if not all(trees.kind.may_be_zero(e - p * share) for e, p in zip(eta, powers, strict=True)):
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
