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
from tableau2net.verify.domains import Domain, Element, convert
from tableau2net.verify.echelon import Echelon
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
    its name.
    """

    def __init__(
        self,
        A: Sequence[Sequence[Expression]],
        U: Sequence[Sequence[Expression]],
        external: Sequence[External],
        domain: Domain,
    ) -> None:
        self.domain, self.external = domain, tuple(external)
        self._A = [_sparse(row, domain) for row in A]
        self._U = [_sparse(row, domain) for row in U]
        one = domain.number(Fraction(1))
        self._bases: list[tuple[Weights, ...]] = [(Weights(LEAF, 1, (one,) * len(A), one),)]

    def basis(self, order: int) -> tuple[Weights, ...]:
        """Trees of this order whose weights are a basis of the weights of all trees of this
        order."""
        while len(self._bases) < order:
            self._bases.append(self._next())
        return self._bases[order - 1]

    def _next(self) -> tuple[Weights, ...]:
        order, echelon, kept = len(self._bases) + 1, Echelon(), []
        for size in range(1, order):
            for v in self._bases[size - 1]:
                eta, density = self.stages(v), v.exact / self.integer(size)
                for u in self._bases[order - size - 1]:
                    phi = tuple(a * b for a, b in zip(u.stages, eta, strict=True))
                    exact = u.exact * density
                    if echelon.add((*phi, exact)) is None:
                        kept.append(Weights(u.tree.product(v.tree), order, phi, exact))
                        if echelon.rank > len(phi):
                            return tuple(kept)
        return tuple(kept)

    def stages(self, v: Weights) -> tuple[Element, ...]:
        """η_1(v) … η_s(v)."""
        xi = self.start(v)
        zero = self.integer(0)
        return tuple(
            sum((a * v.stages[j] for j, a in row), zero) + sum((u * xi[j] for j, u in links), zero)
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
