"""Effective order: the order of a one-step method between a starting method and its inverse.

Φ has effective order p where some α has α Φ = E α up to order p: the steps of Φ are those of a method of order p in
other coordinates (J. C. Butcher, The effective order of Runge–Kutta methods, Lecture Notes in Math. 109 (1969)
133–139; Butcher 2003, §38). In (α Φ)(t) = (E α)(t) the unknown α(t) itself cancels, and those of order |t| − 1 occur
linearly, with integers as coefficients:

    α(t′) where t = [t′]      less      α(s) for every s that t is without one of its leaves

The trees span a free Lie algebra (L. Foissy 2002; F. Chapoton 2010), in which only multiples of • commute with •: so
from order 2 on that map has no kernel, α(•) may be 0, and each order determines α one order below. Whether an effective
order is reached is a question of linear algebra, order by order. A general linear method has order p relative to some
starting method iff its underlying one-step method has effective order p (Butcher 2003, §53).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import count

from tableau2net.algebra.domains import Domain, Element
from tableau2net.algebra.linear.elimination import reduced
from tableau2net.series.bseries import exact, followed, parts, trees
from tableau2net.series.known import Known
from tableau2net.series.rooted_tree import LEAF, Tree

HIGHEST = 8  # 286 trees of order 9 are not looked at


@dataclass(frozen=True, slots=True)
class Effective:
    """What is known of the effective order, and α up to one order below it."""

    known: Known
    alpha: dict[Tree, Element]


def effective_order(phi: Callable[[Tree], Element], domain: Domain, highest: int = HIGHEST) -> Effective:
    """The largest p so that some α has α Φ = E α up to order p; a bound of it where that is `highest` or more."""
    zero, alpha = domain.zero, dict[Tree, Element]()
    for n in count(1):
        if n > highest:
            return Effective(Known.or_more(highest, f"orders above {highest} are not looked at"), alpha)
        known = [_known(phi, alpha, tree, domain) for tree in trees(n)]
        solution, conditions = elimination(n)
        if any(_combined(row, known, domain) for row in conditions):
            return Effective(Known.exactly(n - 1), alpha)
        if n > 1:
            unknown = (
                [zero] * len(trees(1)) if n == 2 else [-_combined(row, known, domain) for row in solution]
            )
            alpha.update(zip(trees(n - 1), unknown, strict=True))
    raise AssertionError("counting ends at the highest order")


def _known(phi: Callable[[Tree], Element], alpha: dict[Tree, Element], tree: Tree, domain: Domain) -> Element:
    """(α Φ)(t) − (E α)(t) with α(t) = 0 for trees of orders |t| − 1 and |t|."""
    zero = domain.zero

    def lower(part: Tree) -> Element:
        return alpha.get(part, zero)

    def flow(part: Tree) -> Element:
        return domain.number(exact(part))

    ours = sum((term for _, term in followed(lower, phi, tree, domain)), zero)
    theirs = sum((term for _, term in followed(flow, lower, tree, domain)), zero)
    return ours - theirs - flow(tree)


@cache
def elimination(n: int) -> tuple[tuple[tuple[Fraction, ...], ...], tuple[tuple[Fraction, ...], ...]]:
    """For L x = r, x the α(t) of order n − 1 and r by trees of order n: P with x = P r, and the rows C with C r = 0
    for every r that has a solution."""
    rows = [
        [*row, *(Fraction(int(i == j)) for j in range(len(trees(n))))] for i, row in enumerate(_linear(n))
    ]
    width = len(trees(n - 1)) if n > 2 else 0
    found = reduced(rows, width)
    assert found is not None  # the map has no kernel
    solution, conditions = (tuple(map(tuple, part)) for part in found)
    return solution, conditions


def _linear(n: int) -> list[list[Fraction]]:
    """L: the coefficients of the α of order n − 1 in (α Φ)(t) − (E α)(t), where Φ(•) = 1."""
    if n < 3:
        return [[] for _ in trees(n)]
    columns = {tree: j for j, tree in enumerate(trees(n - 1))}
    matrix = []
    for tree in trees(n):
        row = [Fraction(0)] * len(columns)
        for part, cut, times in parts(tree):
            if part == LEAF and len(cut) == 1:
                row[columns[cut[0]]] += times
            if cut == (LEAF,):
                row[columns[part]] -= times
        matrix.append(row)
    return matrix


def _combined(row: tuple[Fraction, ...], values: list[Element], domain: Domain) -> Element:
    terms = (domain.number(a) * value for a, value in zip(row, values, strict=True) if a and value)
    return sum(terms, domain.zero)
