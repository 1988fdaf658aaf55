"""The weights of rooted trees, order by order, without enumerating trees.

Every rooted tree of order n is a Butcher product t = u∘v (|u| + |v| = n). Its weights multiply:

    φ_i(t) = φ_i(u) η_i(v)                          the weight of h F(Y_i)
    η_i(v) = Σ_j A_ij φ_j(v) + Σ_j U_ij ξ_j(v)      the weight of the stage Y_i
    ξ_j(v) = (−a)^|v| e(v)/|v|                      of the state of age a,   u(t_n − a h)
             (−a)^(|v|−1) e(v)                      of the slope of age a, h f(t_n − a h)
    e(t)   = e(u) e(v)/|v|                          the weight of the exact h f(u(t_n)), |t|/γ(t)

with φ(•) = 1 and e(•) = 1. For each order the map is bilinear in (φ, e), so the weights of order n
are spanned by the products of bases of lower orders, and their dimension is at most s + 1: what is
linear in the weights holds for every tree iff it holds on a basis, or on all the products. (Butcher
2003, §30–31 for the weights.)
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from tableau2net.algebra.backend import Algebra, Pointwise
from tableau2net.algebra.domains import Domain, Element, convert
from tableau2net.exact import Expression
from tableau2net.methods import External
from tableau2net.series.tree import LEAF, Tree


class Weights(NamedTuple):
    """A tree, as the product of two where it is not a leaf, with φ_1(t) … φ_s(t) and e(t)."""

    parts: tuple[Weights, Weights] | None
    order: int
    stages: tuple[Element, ...]
    exact: Element

    @property
    def tree(self) -> Tree:
        return self.parts[0].tree.product(self.parts[1].tree) if self.parts else LEAF


class Span:
    """The weights of every order, for the stages A (s×s), U (s×r) of a general linear method.

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
        self.algebra = algebra or Pointwise(len(A), domain.one)
        self._numbers: dict[int, Element] = {}
        self.A = [[convert(a, domain) for a in row] for row in A]
        self._A = domain.backend.linear_map(self.A)
        self._U = [[convert(u, domain) for u in row] for row in U]
        self._past = [j for j, value in enumerate(external) if value.age or value.kind == "slope"]
        self._nothing = (self.integer(0),) * len(external)
        leaf = Weights(None, 1, self.algebra.unit, self.integer(1))
        self._bases: list[tuple[Weights, ...]] = [(leaf,)]
        self._bushes = [leaf]
        self._etas: list[tuple[tuple[Element, ...], ...]] = []  # of the basis of each order
        self.matrices: dict[Hashable, Any] = {}  # what `bilinear` makes of them

    @property
    def known(self) -> int:
        """The highest order whose basis is known."""
        return len(self._bases)

    @property
    def past(self) -> bool:
        """Whether an external value at the start of the step is more than the present state."""
        return bool(self._past)

    @property
    def full(self) -> bool:
        """Whether the basis of that order spans everything, so that the next one soon will."""
        return len(self._bases[-1]) > len(self.algebra.unit)

    def basis(self, order: int) -> tuple[Weights, ...]:
        """Trees of this order whose weights are a basis of the weights of all trees of this
        order."""
        while self.known < order:
            self._bases.append(self._next())
        return self._bases[order - 1]

    def products(self, order: int) -> Iterator[Weights]:
        """Trees of this order whose weights span those of all: u∘v for u and v of the bases below, with v the smallest
        child of the root. It is the only one, or another at least as large stands in u."""
        if order == 1:
            yield from self._bases[0]
        for size in range(1, order):
            if 2 * size < order:
                us = self.basis(order - size)
            elif size == order - 1:
                us = self._bases[0]
            else:
                continue
            for v, eta in zip(self.basis(size), self.etas(size), strict=True):
                for u in us:
                    yield self.grafted(u, v, eta)

    def bushy(self, order: int) -> Weights:
        """The tree whose vertices all hang from the root: φ_i = c_i^(n−1)."""
        while len(self._bushes) < order:
            self._bushes.append(self.grafted(self._bushes[-1], self._bushes[0], self.etas(1)[0]))
        return self._bushes[order - 1]

    def _next(self) -> tuple[Weights, ...]:
        independent, kept = self.domain.backend.sieve(), list[Weights]()
        products, block = self.products(self.known + 1), 2 * len(self.algebra.unit)
        while len(kept) <= len(self.algebra.unit) and (found := list(islice(products, block))):
            for i in independent.kept([(*t.stages, t.exact) for t in found]):
                kept.append(found[i])
            block = 128
        return tuple(kept)

    def grafted(self, u: Weights, v: Weights, eta: tuple[Element, ...]) -> Weights:
        """The weights of u∘v, given η(v)."""
        exact = u.exact * v.exact / self.integer(v.order)
        return Weights((u, v), u.order + v.order, self.algebra.product(u.stages, eta), exact)

    def etas(self, order: int) -> tuple[tuple[Element, ...], ...]:
        """η(v) for every v of the basis of an order."""
        while len(self._etas) < order:
            self._etas.append(tuple(self.every_stage(self.basis(len(self._etas) + 1))))
        return self._etas[order - 1]

    def stages(self, v: Weights) -> tuple[Element, ...]:
        """η_1(v) … η_s(v)."""
        return self.every_stage([v])[0]

    def every_stage(self, several: Sequence[Weights]) -> list[tuple[Element, ...]]:
        """η_1 … η_s of several trees."""
        combined = self._A([v.stages for v in several])
        if not self._past:
            return combined
        return [self._with_past(eta, self.start(v)) for eta, v in zip(combined, several, strict=True)]

    def _with_past(self, eta: tuple[Element, ...], xi: tuple[Element, ...]) -> tuple[Element, ...]:
        zero = self.integer(0)
        return tuple(
            each + sum([links[j] * xi[j] for j in self._past if links[j]], zero)
            for each, links in zip(eta, self._U, strict=True)
        )

    def start(self, v: Weights) -> tuple[Element, ...]:
        """ξ_1(v) … ξ_r(v): the external values at the start of the step."""
        if not self._past:
            return self._nothing
        return tuple(self.value(v, value, 0) for value in self.external)

    def value(self, v: Weights, external: External, now: int) -> Element:
        """The exact weight of an external value when the step's clock shows t_n + now·h (now = 0 or
        1). Raises ValueError for a free one, which has none."""
        if external.kind == "free":
            raise ValueError("a free external value is exact relative to its starting method only")
        time = now - external.age
        if time == 1 and external.kind == "state":
            return v.exact / self.integer(v.order)
        if external.kind == "slope":
            return self.integer(time ** (v.order - 1)) * v.exact
        return self.integer(time**v.order) * v.exact / self.integer(v.order)

    def integer(self, value: int) -> Element:
        if value not in self._numbers:
            self._numbers[value] = self.domain.integer(value)
        return self._numbers[value]
