"""Effective order: the order of a one-step method between a starting method and its inverse.

Φ has effective order p where some α has α Φ = E α up to order p: the steps of Φ are those of a method of order p in
other coordinates (J. C. Butcher, The effective order of Runge–Kutta methods, Lecture Notes in Math. 109 (1969)
133–139; Butcher 2003, §38). In (α Φ)(t) = (E α)(t) the unknown α(t) itself cancels, and those of order |t| − 1 occur
linearly, with integers as coefficients:

    (L α)(t) = α(t′) where t = [t′]      less      α(s) for every s that t is without one of its leaves

The trees span a free Lie algebra (L. Foissy 2002; F. Chapoton 2010), in which only multiples of • commute with •: so
from order 2 on L has no kernel, α(•) may be 0, and each order determines α one order below. Whether an effective
order is reached is a question of linear algebra, order by order. A general linear method has order p relative to some
starting method iff its underlying one-step method has effective order p (Butcher 2003, §53).

L is solved without elimination. The equation of t = [s] is (L α)([s]) = α(s) − Σ α([s without a leaf]). Let the stem of
a tree be its vertices from the root up to the first that has several children or none. Only of the tall tree, which is
all stem, does the loss of a leaf shorten the stem; so this equation gives α(s) for any other s from trees with longer
stems, and in the end from the tall one. What α is there follows from the other equations, which must all agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tableau2net.algebra.domains import Domain, Element
from tableau2net.algebra.element import absent
from tableau2net.series.bseries import exact, followed, parts, trees
from tableau2net.series.known import Known
from tableau2net.series.rooted_tree import LEAF, Tree

HIGHEST = 12  # 12,486 trees of order 13 are not examined


@dataclass(frozen=True, slots=True)
class Effective:
    """What is known of the effective order, and α up to one order below it."""

    known: Known
    alpha: dict[Tree, Element]


def effective_order(
    phi: Callable[[Tree], Element], domain: Domain, highest: int = HIGHEST, least: int = 0
) -> Effective:
    """The largest p so that some α has α Φ = E α up to order p; a bound of it where that is `highest` or more.

    Φ = E up to order `least`, where so much is known of it, and α is 0 so far.
    """
    alpha = {tree: domain.zero for n in range(1, min(least, highest)) for tree in trees(n)}
    for n in range(least + 1, highest + 1):
        missing = _missing(phi, alpha, domain)
        if n > 2:
            found = preimage(missing, n, domain)
        else:
            found = None if missing(*trees(n)) else dict.fromkeys(trees(n - 1) if n > 1 else (), domain.zero)
        if found is None:
            return Effective(Known.exactly(n - 1), alpha)
        alpha |= found
    reached = max(highest, least)
    return Effective(Known.or_more(reached, f"orders above {reached} are not examined"), alpha)


def _missing(
    phi: Callable[[Tree], Element], alpha: Mapping[Tree, Element], domain: Domain
) -> Callable[[Tree], Element]:
    """(E α)(t) − (α Φ)(t), with α(t) = 0 for trees of orders |t| − 1 and |t|."""
    known = {tree: value for tree, value in alpha.items() if not absent(value)}

    def lower(part: Tree) -> Element:
        return known.get(part, domain.zero)

    def flow(part: Tree) -> Element:
        return domain.number(exact(part))

    def missing(tree: Tree) -> Element:
        if not known:
            return flow(tree) - phi(tree)
        theirs = sum((term for _, term in followed(flow, lower, tree, domain)), flow(tree))
        return theirs - sum((term for _, term in followed(lower, phi, tree, domain)), domain.zero)

    return missing


def preimage(r: Callable[[Tree], Element], n: int, domain: Domain) -> dict[Tree, Element] | None:
    """The x of order n − 1 with (L x)(t) = r(t) for all trees t of order n ≥ 3; None where there is none."""
    *others, tall = sorted(trees(n - 1), key=_stem)
    if r(Tree((tall,))):  # what breaks most often, where L x = 0
        return None
    slope, rest = {tall: 1}, {tall: domain.zero}  # x(s) = slope(s) x(tall) + rest(s)
    for s in reversed(others):
        longer = [(Tree((part,)), times) for part, times in _without_a_leaf(s)]
        slope[s] = sum(times * slope[part] for part, times in longer)
        rest[s] = r(Tree((s,))) + _sum(rest, longer, domain)
    of_tall: Element | None = None
    for t in (t for t in trees(n) if len(t.children) > 1):
        lost = _without_a_leaf(t)
        times, value = domain.integer(sum(k * slope[s] for s, k in lost)), -(r(t) + _sum(rest, lost, domain))
        if of_tall is None and times:
            of_tall = value / times
        elif value - (of_tall * times if of_tall is not None else domain.zero):
            return None
    assert of_tall is not None  # L has no kernel
    return {s: rest[s] + domain.integer(slope[s]) * of_tall for s in trees(n - 1)}


def _sum(values: Mapping[Tree, Element], lost: Sequence[tuple[Tree, int]], domain: Domain) -> Element:
    terms = [domain.integer(times) * values[tree] for tree, times in lost if not absent(values[tree])]
    return sum(terms, domain.zero)


@cache
def _without_a_leaf(tree: Tree) -> tuple[tuple[Tree, int], ...]:
    """What the tree is without one of its leaves, and how often."""
    return tuple((part, times) for part, cut, times in parts(tree) if cut == (LEAF,))


def _stem(tree: Tree) -> int:
    """How many vertices there are from the root up to the first that has several children or none."""
    return 1 + (_stem(tree.children[0]) if len(tree.children) == 1 else 0)
