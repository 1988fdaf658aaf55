"""The principal error of a method whose coefficients are known within their digits: balls around every τ(t).

p + 1 is the first order of which a condition fails for certain; all trees of it are in `BallTrees`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from tableau2net.algebra.domains.balls import Ball, Fixed, FixedBalls, balls
from tableau2net.exact import Expression
from tableau2net.methods import Method
from tableau2net.series.rooted_tree import Tree
from tableau2net.series.weights import Weights
from tableau2net.verify.conditions.digits import BallTrees, balls_of, enumeration


def first_failing(printed: Method, b: tuple[Expression, ...], highest: int) -> int:
    """The first order of which a condition b·φ(t) = 1/γ(t) fails for certain, no more than highest + 1."""
    trees = _all_trees(printed)
    with trees.kind.working():
        for n in range(1, highest + 1):
            if not all(trees.kind.may_be_zero(v - trees.share(t.density)) for t, v in _values(trees, b, n)):
                return n
    return highest + 1


def taus_within_digits(printed: Method, b: tuple[Expression, ...], n: int) -> Iterator[tuple[Tree, Fixed]]:
    """τ(t) = (b·φ(t) − 1/γ(t))/σ(t) of all trees of an order."""
    trees, fixed = _all_trees(printed), FixedBalls()
    with trees.kind.working():
        values = [(t, *trees.kind.bounds(value)) for t, value in _values(trees, b, n)]
    for t, low, high in values:
        tree, exact = t.tree, Fraction(1, t.density)
        yield tree, fixed.ball((low - exact) / tree.symmetry, (high - exact) / tree.symmetry)


def _values(trees: BallTrees, b: tuple[Expression, ...], n: int) -> Iterator[tuple[Weights, Ball]]:
    values = trees.kind.images([balls_of(b, trees.kind)], trees.stages(n))
    yield from ((t, value) for t, (value,) in zip(trees.of_order(n), values, strict=True))


@lru_cache(maxsize=1)
def _all_trees(printed: Method) -> BallTrees:
    """The trees of a method, kept for its own weights and the embedded ones."""
    kind = balls()
    with kind.working():
        return enumeration(printed, kind)
