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

With more than one vector field,

    u_q′ = Σ_p f_qp(u_p)          each part of the state by fields of the parts;  f_1(u) + f_2(u) + … of one state

each stage evaluates one field, its colour, and the trees have coloured vertices: φ(•) is 1 at the stages of the
root's colour and 0 elsewhere, and v stands on those u only where its field drives the part that the field of u's root
depends on. The weights of each order then have a basis for each colour of the root, of dimension at most 1 more than
there are stages of that colour. One field is one colour. On a vertex of a linear field stands one tree at most, for
f″ = 0: these are Nyström's trees where q′ = p. (Hairer, Nørsett, Wanner, Solving Ordinary Differential
Equations I, II.15; A. L. Araújo, A. Murua, J. M. Sanz-Serna, SIAM J. Numer. Anal. 34 (1997) 1926–1947.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import islice
from typing import Any

from tableau2net.algebra.backend import Algebra, Pointwise
from tableau2net.algebra.domains import Domain, Element, convert
from tableau2net.algebra.element import Vector
from tableau2net.exact import Expression
from tableau2net.methods import External
from tableau2net.series.weights import ONE_FIELD, Colour, Weights, bears, grafted, leaf, leaves


class Span:
    """The weights of every order, for the stages A (s×s), U (s×r) of a general linear method.

    Each basis consists of the weights of actual trees, so that a failing condition has a tree to
    its name. A vector of weights is an element of `algebra`, in whose basis A and U are given: the stages
    themselves where it is None. `painted` is the colour of each stage (s), where there is more than one field.
    """

    def __init__(
        self,
        A: Sequence[Sequence[Expression]],
        U: Sequence[Sequence[Expression]],
        external: Sequence[External],
        domain: Domain,
        algebra: Algebra | None = None,
        colouring: Sequence[Colour] | None = None,
    ) -> None:
        self.domain, self.external = domain, tuple(external)
        self.algebra = algebra or Pointwise(len(A), domain.one)
        self._numbers: dict[int, Element] = {}
        self._shares: dict[int, Element] = {}
        self.A = [[convert(a, domain) for a in row] for row in A]
        self._A = domain.backend.linear_map(self.A)
        self._U = [[convert(u, domain) for u in row] for row in U]
        self._past = [j for j, value in enumerate(external) if value.time or value.kind == "slope"]
        self._nothing = (domain.zero,) * len(external)
        if colouring is None:
            self.leaves: tuple[Weights, ...] = (leaf(ONE_FIELD, self.algebra.unit),)
            self._dimensions = {ONE_FIELD: len(self.algebra.unit) + 1}
        else:
            self.leaves = leaves(colouring, domain.zero, domain.one)
            self._dimensions = {colour: stages + 1 for colour, stages in Counter(colouring).items()}
        self._bases = [self.leaves]
        self._bushes = [[(u, j) for u in self.leaves for j, v in enumerate(self.leaves) if bears(u, v)]]
        self._etas: list[tuple[Vector, ...]] = []  # of the basis of each order
        self.matrices: dict[Hashable, Any] = {}  # what `bilinear` makes of them

    @property
    def one_field(self) -> bool:
        """Whether all vertices have one colour."""
        return len(self.leaves) == 1

    @property
    def linear(self) -> bool:
        """Whether all fields are linear, so that no tree branches."""
        return all(leaf.root.linear for leaf in self.leaves)

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
        """Whether the basis of the last known order spans everything, so that the next one soon will."""
        return len(self._bases[-1]) == sum(self._dimensions.values())

    def basis(self, order: int) -> tuple[Weights, ...]:
        """Trees of this order whose weights are a basis of the weights of all trees of this
        order: one for each colour of the root, one after the other."""
        while len(self._bases) < order:
            n = len(self._bases) + 1
            self._bases.append(tuple(t for u in self.leaves for t in self._next(n, u.root)))
        return self._bases[order - 1]

    def products(self, order: int) -> Iterator[Weights]:
        """Trees of this order whose weights span those of all: u∘v for u and v of the bases below, with v the smallest
        child of the root. It is the only one, or another at least as large stands in u."""
        for u in self.leaves:
            yield from self._products(order, u.root)

    def _products(self, order: int, root: Colour) -> Iterator[Weights]:
        if order == 1:
            yield from self._rooted(1, root)
        for size in range(1, order):
            if 2 * size < order:
                us = self._rooted(order - size, root)
            elif size == order - 1:
                us = self._rooted(1, root)
            else:
                continue
            product = self.algebra.product
            for v, eta in zip(self.basis(size), self.etas(size), strict=True):
                for u in us:
                    if bears(u, v):
                        yield grafted(u, v, product(u.stages, eta))

    def _rooted(self, order: int, root: Colour) -> Sequence[Weights]:
        """Those of the basis of an order whose root has that colour."""
        basis = self.basis(order)
        return basis if self.one_field else [u for u in basis if u.root == root]

    def bushes(self, order: int) -> Sequence[Weights]:
        """The trees whose vertices all hang from the root, of one colour each: φ_i = c_i^(n−1)."""
        while len(self._bushes) < order:
            etas, product = self.etas(1), self.algebra.product
            self._bushes.append(
                [
                    (grafted(u, self.leaves[j], product(u.stages, etas[j])), j)
                    for u, j in self._bushes[-1]
                    if bears(u, self.leaves[j])
                ]
            )
        return [u for u, _ in self._bushes[order - 1]]

    def _next(self, order: int, root: Colour) -> Iterator[Weights]:
        independent, dimension = self.domain.backend.sieve(), self._dimensions[root]
        products, block, kept = self._products(order, root), 2 * dimension - 2, 0
        while kept < dimension and (found := list(islice(products, block))):
            for i in independent.kept([(*t.stages, self.share(t)) for t in found]):
                kept += 1
                yield found[i]
            block = 128

    def etas(self, order: int) -> tuple[Vector, ...]:
        """η(v) for every v of the basis of an order."""
        while len(self._etas) < order:
            self._etas.append(tuple(self.every_stage(self.basis(len(self._etas) + 1))))
        return self._etas[order - 1]

    def stages(self, v: Weights) -> Vector:
        """η_1(v) … η_s(v)."""
        return self.every_stage([v])[0]

    def every_stage(self, several: Sequence[Weights]) -> list[Vector]:
        """η_1 … η_s of several trees."""
        combined = self._A([v.stages for v in several])
        if not self._past:
            return combined
        return [self._with_past(eta, self.start(v)) for eta, v in zip(combined, several, strict=True)]

    def _with_past(self, eta: Vector, xi: Vector) -> Vector:
        zero = self.domain.zero
        return tuple(
            each + sum([links[j] * xi[j] for j in self._past if links[j]], zero)
            for each, links in zip(eta, self._U, strict=True)
        )

    def start(self, v: Weights) -> Vector:
        """ξ_1(v) … ξ_r(v): the external values at the start of the step."""
        if not self._past:
            return self._nothing
        return tuple(self.value(v, value, 0) for value in self.external)

    def value(self, v: Weights, external: External, now: int) -> Element:
        """The exact weight of an external value when the step's clock shows t_n + now·h (now = 0 or
        1). Raises ValueError for a free one, which has none."""
        if external.kind == "free":
            raise ValueError("a free external value is exact relative to its starting method only")
        time = now + external.time
        if external.kind == "slope":
            return self.integer(time ** (v.order - 1)) * self.exact(v)
        return self.share(v) if time == 1 else self.integer(time**v.order) * self.share(v)

    def share(self, v: Weights) -> Element:
        """e(v)/|v| = 1/γ(v)."""
        share = self._shares.get(v.density)
        if share is None:
            share = self._shares[v.density] = self.domain.one / self.domain.integer(v.density)
        return share

    def exact(self, v: Weights) -> Element:
        """e(v)."""
        return v.order * self.share(v)

    def integer(self, value: int) -> Element:
        if value not in self._numbers:
            self._numbers[value] = self.domain.integer(value)
        return self._numbers[value]
