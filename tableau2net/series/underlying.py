"""The underlying one-step method of a general linear method (U. Kirchgraber 1986; D. Stoffer, Computing 51 (1993);
Hairer, Lubich, Wanner, XV.2).

There is one map Φ of the state and one way ξ to make the external values from it, with the first of them the state
itself, such that a step of the method takes ξ(y) to ξ(Φ(y)). As B-series, tree by tree,

    η(t)       = A (ηD)(t) + U ξ(t)             (ηD)([t_1 … t_m]) = Π η(t_i)
    (Φ ξ)(t)   = B (ηD)(t) + V ξ(t)             ξ_1(t) = 0, ξ_1(∅) = 1

where (Φ ξ)(t) = ξ(t) + u Φ(t) + what smaller trees give, with u = ξ(∅), V u = u, the pre-consistency vector. For
each tree these are r linear equations for Φ(t), ξ_2(t) … ξ_r(t), with one matrix for all: [u, (I − V)_2…r].
"""

from __future__ import annotations

from functools import reduce

from tableau2net.algebra.backend import Algebra, Pointwise
from tableau2net.algebra.domains import Domain, Element, convert
from tableau2net.algebra.element import absent
from tableau2net.algebra.linear.elimination import solved
from tableau2net.methods import Method
from tableau2net.series.bseries import followed
from tableau2net.series.known import Known
from tableau2net.series.rooted_tree import Tree

Vector = tuple[Element, ...]


class NoUnderlyingMethod(Exception):
    """Why a method has no underlying one-step method, or none that is found; `known`, what is known of its order."""

    def __init__(self, reason: str, *, certain: bool) -> None:
        super().__init__(reason)
        self.known = Known.nothing(reason) if certain else Known.undecided(reason)


def preconsistency(method: Method, domain: Domain) -> Vector:
    """u (r) with V u = u and u_1 = 1. Raises NoUnderlyingMethod where there is none, or more than one."""
    r = len(method.V)
    zero, one = domain.zero, domain.one
    V = [[convert(v, domain) for v in row] for row in method.V]
    moved = [[(one if i == j else zero) - v for j, v in enumerate(row)] for i, row in enumerate(V)]
    for left_out in range(r):  # one of the r equations for u_2 … u_r follows from the others
        rows = [row for i, row in enumerate(moved) if i != left_out]
        rest = solved([row[1:] for row in rows], [[-row[0]] for row in rows])
        if rest is not None:
            u = (one, *(row[0] for row in rest))
            if any(sum((a * x for a, x in zip(row, u, strict=True)), zero) for row in moved):
                raise NoUnderlyingMethod(
                    "V has no eigenvector for the eigenvalue 1 with u_1 = 1", certain=True
                )
            return u
    reason = "the eigenvalue 1 of V is not simple, or its eigenvector has u_1 = 0"
    raise NoUnderlyingMethod(reason, certain=False)


class Underlying:
    """Φ and ξ of a method with one field, over a domain that holds its coefficients; computed as far as they are
    asked for. Functions on the stages multiply as in `algebra`, in whose basis A, U and B are given: the stages
    themselves where it is None. Raises NoUnderlyingMethod."""

    def __init__(self, method: Method, domain: Domain, algebra: Algebra | None = None) -> None:
        self.domain, r = domain, len(method.V)
        self.algebra = algebra or Pointwise(method.stages, domain.one)
        self.A, self.U, self.B, self.V = (
            [[convert(a, domain) for a in row] for row in matrix]
            for matrix in (method.A, method.U, method.B, method.V)
        )
        self.zero, self.one = domain.zero, domain.one
        self.u = preconsistency(method, domain)
        for i, (row, one) in enumerate(zip(self.U, self.algebra.unit, strict=True), start=1):
            carried = _times(row, self.u, self.zero)
            if carried - one:
                reason = f"stage {i} carries {domain.text(carried)} times the state, not 1"
                raise NoUnderlyingMethod(f"it is not pre-consistent: {reason}", certain=True)
        identity = [[self.one if i == j else self.zero for j in range(r)] for i in range(r)]
        matrix = [[self.u[i], *(identity[i][j] - self.V[i][j] for j in range(1, r))] for i in range(r)]
        inverse = solved(matrix, identity)
        if inverse is None:
            raise NoUnderlyingMethod("the eigenvalue 1 of V is not simple", certain=False)
        self.inverse = inverse  # its first row is w with w V = w, w u = 1
        self._phi: dict[Tree, Element] = {}
        self._xi: dict[Tree, Vector] = {}
        self._eta: dict[Tree, Vector] = {}

    def phi(self, tree: Tree) -> Element:
        """Φ(t)."""
        if tree not in self._phi:
            self._solve(tree)
        return self._phi[tree]

    def xi(self, tree: Tree) -> Vector:
        """ξ_1(t) … ξ_r(t)."""
        if tree not in self._xi:
            self._solve(tree)
        return self._xi[tree]

    def along_principal(self, values: Vector) -> Element:
        """The part w·y of external values along u, which all steps keep."""
        return _times(self.inverse[0], values, self.zero)

    def slopes(self, tree: Tree) -> Vector:
        """(ηD)_1(t) … (ηD)_s(t)."""
        return reduce(self.algebra.product, map(self.eta, tree.children), self.algebra.unit)

    def eta(self, tree: Tree) -> Vector:
        """η_1(t) … η_s(t)."""
        if tree not in self._eta:
            slopes, xi = self.slopes(tree), self.xi(tree)
            self._eta[tree] = tuple(
                _times(a, slopes, self.zero) + _times(u, xi, self.zero)
                for a, u in zip(self.A, self.U, strict=True)
            )
        return self._eta[tree]

    def _solve(self, tree: Tree) -> None:
        slopes, smaller = self.slopes(tree), self._from_smaller(tree)
        right = [_times(row, slopes, self.zero) - known for row, known in zip(self.B, smaller, strict=True)]
        phi, *xi = (_times(row, right, self.zero) for row in self.inverse)
        self._phi[tree], self._xi[tree] = phi, (self.zero, *xi)

    def _from_smaller(self, tree: Tree) -> Vector:
        """(Φ ξ)(t) without ξ(t) and u Φ(t)."""
        total = [self.zero] * len(self.u)
        if len(total) > 1:
            for part, term in followed(self.phi, lambda part: self.one, tree, self.domain):
                if part != tree:
                    total = [
                        known if absent(xi) else known + term * xi
                        for known, xi in zip(total, self.xi(part), strict=True)
                    ]
        return tuple(total)


def _times(row: Vector | list[Element], column: Vector | list[Element], zero: Element) -> Element:
    terms = (a * x for a, x in zip(row, column, strict=True) if not (absent(a) or absent(x)))
    return sum(terms, zero)
