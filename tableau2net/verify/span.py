"""The weights of rooted trees, order by order, without enumerating trees.

Every rooted tree of order n is a Butcher product t = u∘v (|u| + |v| = n). Its weights multiply:

    φ_i(t) = φ_i(u) η_i(v)                          the weight of h F(Y_i)
    η_i(v) = Σ_j A_ij φ_j(v) + Σ_j U_ij ξ_j(v)      the weight of the stage Y_i
    ξ_j(v) = (−a)^|v| e(v)/|v|                      of the state of age a,   u(t_n − a h)
             (−a)^(|v|−1) e(v)                      of the slope of age a, h f(t_n − a h)
    e(t)   = e(u) e(v)/|v|                          the weight of the exact h f(u(t_n)), |t|/γ(t)

with φ(•) = 1 and e(•) = 1. For each order the map is bilinear in (φ, e), so the weights of order n
are spanned by the products of bases of lower orders, and their dimension is at most s + 1: what is
linear in the weights holds for every tree iff it holds on a basis. (Butcher 2003, §30–31 for the
weights.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tableau2net.exact import Expression
from tableau2net.methods import External
from tableau2net.verify.algebra import Algebra, Pointwise
from tableau2net.verify.domains import Domain, Element, convert
from tableau2net.verify.sieve import sieve
from tableau2net.verify.tree import LEAF, Tree


@dataclass(frozen=True, slots=True)
class Weights:
    """A tree with φ_1(t) … φ_s(t) and e(t)."""

    tree: Tree
    order: int
    stages: tuple[Element, ...]
    exact: Element


class Span:
    """Bases of the weights of every order, for the stages A (s×s), U (s×r) of a general linear
    method.

    Each basis consists of the weights of actual trees, so that a failing condition has a tree to
    its name. A vector of weights is an element of `algebra`, in whose basis A and U are given: the stages
    themselves where it is None.
    """

    def __init__(
        self,
        A: Sequence[Sequence[Expression]],
        U: Sequence[Sequence[Expression]],
        external: Sequence[External],
        domain: Domain,
        algebra: Algebra | None = None,
    ) -> None:
        self.domain, self.external = domain, tuple(external)
        self.algebra = algebra or Pointwise(len(A), domain)
        self._A = [_sparse(row, domain) for row in A]
        self._U = [dict(_sparse(row, domain)) for row in U]
        leaf = Weights(LEAF, 1, self.algebra.unit, domain.number(Fraction(1)))
        self._bases: list[tuple[Weights, ...]] = [(leaf,)]
        self._etas: list[list[tuple[Element, ...]]] = []  # of the basis of each order

    def basis(self, order: int) -> tuple[Weights, ...]:
        """Trees of this order whose weights are a basis of the weights of all trees of this
        order."""
        while len(self._bases) < order:
            self._bases.append(self._next())
        return self._bases[order - 1]

    def _next(self) -> tuple[Weights, ...]:
        order, independent, kept = len(self._bases) + 1, sieve(self.domain), list[Weights]()
        self._etas.append([self.stages(v) for v in self._bases[-1]])
        for size in range(1, order):
            products = [
                (u, v, self.algebra.product(u.stages, eta), u.exact * v.exact / self.integer(size))
                for v, eta in zip(self._bases[size - 1], self._etas[size - 1], strict=True)
                for u in self._bases[order - size - 1]
            ]
            for i in independent.kept([(*phi, exact) for _, _, phi, exact in products]):
                u, v, phi, exact = products[i]
                kept.append(Weights(u.tree.product(v.tree), order, phi, exact))
            if len(kept) > len(self.algebra.unit):
                break
        return tuple(kept)

    def grafted(self, u: Weights, v: Weights, eta: tuple[Element, ...]) -> Weights:
        """The weights of u∘v, given η(v)."""
        exact = u.exact * v.exact / self.integer(v.order)
        phi = self.algebra.product(u.stages, eta)
        return Weights(u.tree.product(v.tree), u.order + v.order, phi, exact)

    def stages(self, v: Weights) -> tuple[Element, ...]:
        """η_1(v) … η_s(v)."""
        xi = [(j, x) for j, x in enumerate(self.start(v)) if x]
        zero = self.integer(0)
        return tuple(
            sum((a * v.stages[j] for j, a in row), zero)
            + sum((links[j] * x for j, x in xi if j in links), zero)
            for row, links in zip(self._A, self._U, strict=True)
        )

    def start(self, v: Weights) -> tuple[Element, ...]:
        """ξ_1(v) … ξ_r(v): the external values at the start of the step."""
        return tuple(self.value(v, value, 0) for value in self.external)

    def value(self, v: Weights, external: External, now: int) -> Element:
        """The exact weight of an external value when the step's clock shows t_n + now·h (now = 0 or
        1)."""
        time = now - external.age
        if external.kind == "slope":
            return self.integer(time ** (v.order - 1)) * v.exact
        return self.integer(time**v.order) * v.exact / self.integer(v.order)

    def integer(self, value: int) -> Element:
        return self.domain.number(Fraction(value))


def _sparse(row: Sequence[Expression], domain: Domain) -> list[tuple[int, Element]]:
    elements = ((j, convert(entry, domain)) for j, entry in enumerate(row))
    return [(j, element) for j, element in elements if element]
