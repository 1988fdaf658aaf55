"""B-series: a map of the state, or a value made from it, as its weights on rooted trees (Butcher 2003, ch. 3).

    B(a, y) = a(∅) y + Σ_t h^|t| a(t)/σ(t) F(t)(y)

The exact flow over h has E(t) = 1/γ(t). Following one by another multiplies them (Butcher 2003, theorem 386A):

    (a b)(t) = b(∅) a(t) + Σ_s b(s) Π a(t∖s)       first a, with a(∅) = 1, then b

the sum over all parts s of t that hold its root, with t∖s the trees that hang from s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache

from tableau2net.algebra.domains import Domain, Element
from tableau2net.algebra.element import absent
from tableau2net.series.enumeration import Enumeration
from tableau2net.series.rooted_tree import Tree, ordered
from tableau2net.series.weights import ONE_FIELD, leaf

Forest = tuple[Tree, ...]


@cache
def _every_tree() -> Enumeration:
    """The trees of one field, which carry no weights."""
    return Enumeration([leaf(ONE_FIELD, ())], lambda trees: [()] * len(trees), lambda u, v: ())


@cache
def trees(order: int) -> tuple[Tree, ...]:
    """All rooted trees of an order."""
    return tuple(t.tree for t in _every_tree().of_order(order))


@cache
def parts(tree: Tree) -> tuple[tuple[Tree, Forest, int], ...]:
    """Every part s of a tree t that holds its root, with the trees of t∖s, and how often: each child of the root is
    cut off, or keeps a part of its own."""
    found: Counter[tuple[Forest, Forest]] = Counter({((), ()): 1})  # children of s, trees of t∖s
    for child in tree.children:
        grown: Counter[tuple[Forest, Forest]] = Counter()
        for (kept, cut), times in found.items():
            grown[kept, ordered((*cut, child))] += times
            for part, rest, ways in parts(child):
                grown[ordered((*kept, part)), ordered((*cut, *rest))] += times * ways
        found = grown
    return tuple((Tree(kept), cut, times) for (kept, cut), times in found.items())


def followed(
    a: Callable[[Tree], Element], b: Callable[[Tree], Element], tree: Tree, domain: Domain
) -> Iterator[tuple[Tree, Element]]:
    """The terms b(s) Π a(t∖s) of (a b)(t), each with its s; those that are 0 may be left out."""
    for part, cut, times in parts(tree):
        term = b(part)
        for each in cut:
            if absent(term):
                break
            term = term * a(each)
        if not absent(term):
            yield part, domain.integer(times) * term


def exact(tree: Tree) -> Fraction:
    """E(t) of the exact flow over h."""
    return Fraction(1, tree.density)
