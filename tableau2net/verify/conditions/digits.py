"""One-step methods whose coefficients are known within their digits: the order within them.

Every coefficient is a ball. A condition holds within the digits where its ball contains the value it should have; it
is broken for certain where not. Balls have no exact zero test, so there is no span here: every rooted tree counts,
each once, with one product of matrices for all η(v) = A φ(v) of an order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from operator import mul

from tableau2net.algebra.domains.balls import Ball, Balls, Block, Vector, enclosed
from tableau2net.errors import InputError
from tableau2net.exact import Expression
from tableau2net.methods import Method
from tableau2net.series.enumeration import Enumeration
from tableau2net.series.rooted_tree import Tree
from tableau2net.series.weights import ONE_FIELD, Colour, Weights, bears, leaves
from tableau2net.verify.certificate import Violation
from tableau2net.verify.conditions.colours import colours

HIGHEST = 14  # 53,272 trees; the conditions of order 15 are looked at only to find one that is broken
MADE = 6  # the order up to which there are so few trees, 37, that weights are made of all


@dataclass(frozen=True, slots=True)
class Digits:
    """The order within the digits and the first condition that is broken for certain; None where none is found up
    to order HIGHEST + 1. `wide`: that order tells little, for some condition is known too badly (`FEW`)."""

    order: int
    violation: Violation | None
    wide: bool


Made = Weights | tuple["Made", "Made"]  # a tree, or the two of which it is the product
Valued = tuple[Made, Colour, int, Vector]  # a tree t, its root, γ(t) and b·φ(t) for each of some rows b


class BallTrees(Enumeration):
    """All rooted trees of a tableau of balls, order by order; `painted` is the colour of each stage."""

    def __init__(self, A: Sequence[Vector], colouring: Sequence[Colour], kind: Balls) -> None:
        self.A, self.kind = A, kind
        self._columns = list(zip(*A, strict=True))
        self._shares: dict[int, Ball] = {}  # by γ, of which there are far fewer than trees
        self._stages: dict[int, Block] = {}  # by order
        zero, one = (kind.ball(Fraction(x), Fraction(x)) for x in (0, 1))
        super().__init__(leaves(colouring, zero, one), self._images, _product)

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

    def valued(self, order: int, B: Sequence[Vector]) -> Iterator[Valued]:
        """For every tree t of an order, in their order: b·φ(t) for each row b.

        As b·(φ(u) ⊙ A φ(v)) = (b ⊙ A φ(v))·φ(u) = ((b ⊙ φ(u)) A)·φ(v) these are products of matrices, without φ(u∘v);
        and without A φ(v), where there are more v than u. Nor are the weights of the trees of the order below made: for
        a leaf u, the last form is the first one of v.
        """
        if order <= MADE or self.kept(order):
            values = self.kind.images(B, self.stages(order))
            for t, row in zip(self.of_order(order), values, strict=True):
                yield t, t.root, t.density, row
            return
        for size in range(1, order - 1):
            vs, first = self.of_order(size), self.first(size)
            below = order - size
            us = [u for u in self.with_children(below, size) if u.last < first + len(vs)]
            for number, v, rows in self._products(us, size, B):
                for u, row in zip(us, rows, strict=True):
                    if u.last <= number and bears(u, v):
                        yield (u, v), u.root, u.density * v.density * order // below, row
        yield from self._on_leaves(order, B)

    def _products(
        self, us: Sequence[Weights], size: int, B: Sequence[Vector]
    ) -> Iterator[tuple[int, Weights, Sequence[Vector]]]:
        """For every tree v of an order: its number, v and b·φ(u∘v) for each u and each row b."""
        vs, first, count = self.of_order(size), self.first(size), len(B)
        if len(us) < len(vs):
            by_v = self.kind.images(self._through(us, B), self.stages(size))
            for number, (v, row) in enumerate(zip(vs, by_v, strict=True), start=first):
                yield number, v, [row[place : place + count] for place in range(0, len(row), count)]
        else:
            right = [_product(b, eta) for eta in self.etas(size) for b in B]
            by_u = self.kind.apply(right, [u.stages for u in us])
            for place, v in enumerate(vs):
                part = slice(place * count, (place + 1) * count)
                yield first + place, v, [row[part] for row in by_u]

    def _on_leaves(self, order: int, B: Sequence[Vector]) -> Iterator[Valued]:
        """What `valued` tells of the trees u∘v of an order in which u is a leaf."""
        us, count = self.of_order(1), len(B)
        for made, root, density, row in self.valued(order - 1, self._through(us, B)):
            for place, u in enumerate(us):
                if root.drives == u.root.of:
                    yield (u, made), u.root, density * order, row[place * count : (place + 1) * count]

    def _through(self, us: Sequence[Weights], B: Sequence[Vector]) -> Sequence[Vector]:
        """(b ⊙ φ(u)) A, for each u and each row b."""
        return self.kind.apply(self._columns, [_product(b, u.stages) for u in us for b in B])


def _product(u: Vector, v: Vector) -> Vector:
    return tuple(map(mul, u, v))


def balls_of(entries: Sequence[Expression], kind: Balls) -> Vector:
    """The balls of a row of coefficients. Raises InputError for one that cannot be enclosed."""
    return tuple(kind.ball(*enclosed(entry)) for entry in entries)


def order_within_digits(trees: BallTrees, B: Sequence[Vector]) -> Digits:
    """The largest p ≤ HIGHEST so that every condition B_q·φ(t) = 1/γ(t) of orders 1 … p holds within the digits, q the
    part of the state that the field of t's root drives."""
    kind, wide = trees.kind, False
    for n in range(1, HIGHEST + 2):
        for made, root, density, values in trees.valued(n, B):
            value = values[root.drives]
            if not kind.may_be_zero(value - trees.share(density)):
                share = str(Fraction(1, density))
                return Digits(n - 1, Violation.at(tree_of(made), kind.text(value), share), wide)
            wide = wide or (n <= HIGHEST and kind.wider(value, FEW * density))
    return Digits(HIGHEST, None, wide)


def tree_of(made: Made) -> Tree:
    """The tree that is made so."""
    return made.tree if isinstance(made, Weights) else tree_of(made[0]).product(tree_of(made[1]))


def holds_widely(trees: BallTrees, B: Sequence[Vector], highest: int) -> bool:
    """Whether some condition of orders 1 … highest is known so badly that it tells little that it holds."""
    return any(
        trees.kind.wider(values[root.drives], FEW * density)
        for n in range(1, highest + 1)
        for _, root, density, values in trees.valued(n, B)
    )


# A condition that is not known to this part of 1/γ(t), so to three digits, holds by chance too easily.
FEW = 1000


def widest(printed: Method) -> Fraction:
    """The radius of the widest ball among the coefficients. Raises InputError as `balls_of` does."""
    return max(
        (high - low) / 2 for low, high in map(enclosed, chain(printed.coefficients(), printed.b_hat or ()))
    )


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
    colouring: Sequence[Colour] | str = (ONE_FIELD,) * printed.stages
    if printed.fields is not None:
        colouring = colours(printed)
    if isinstance(colouring, str):
        raise InputError(colouring, found=printed.name)
    return BallTrees([balls_of(row, kind) for row in printed.A], colouring, kind)
