"""The conditions of all trees of one order at once, from the bases two orders below.

A linear form r in the weights that multiply stage by stage, r(u∘v) = Σ_j r_j φ_j(u) η_j(v), is bilinear in those of
u and v. A tree of order n is bushy, or u∘v with v the smallest child of its root that is no leaf, of order k ≥ 2. If
there is another such child then 2k < n, else u is bushy. So r(t) = κ e(t) holds for all trees of order n iff

    Σ_j r_j c_j^(n−1) = κ                                  the bushy tree
    Φ_{n−k} diag(r) H_kᵀ = κ/k · e_{n−k} e_kᵀ              2 ≤ k ≤ n − 2
    (r A)(v) = κ/(n − 1) · e(v)                            for all v of order n − 1: t = [v]

where the rows of Φ are the φ(u), of a basis where 2k < n and of the bushy tree alone where not, those of H the η(v) of
a basis, and e are the exact weights.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction

from tableau2net.algebra.backend import Matrix, Pointwise
from tableau2net.algebra.domains import Element
from tableau2net.series.weights import Weights
from tableau2net.verify.conditions.span import Span


def applies(span: Span) -> bool:
    """Whether the conditions can be looked at in this way: of a one-step method with one field, by its stages."""
    return span.one_field and type(span.algebra) is Pointwise and not span.past


def all_hold(span: Span, r: Sequence[Element], kappa: Fraction, n: int) -> bool:
    """Whether r(t) = κ e(t) for all trees of order n; the bases of orders up to n − 2 are made."""
    number, zero, matrix = span.domain.number, span.domain.zero, span.domain.backend.matrix
    if n <= span.known:
        return not any(_form(r, t.stages, zero) - number(kappa) * span.exact(t) for t in span.basis(n))
    if _form(r, span.bushes(n)[0].stages, zero) - number(kappa):
        return False
    if n <= 2:  # the bush is the only tree
        return True
    diagonal = matrix([[a if i == j else zero for j in range(len(r))] for i, a in enumerate(r)])
    for k in range(2, n - 1):
        us, share = _us(span, n - k, 2 * k < n), number(kappa / k)
        expected = matrix([[share * span.exact(u)] for u in us]) * _exact(span, k)
        if _phi(span, n - k, 2 * k < n) * diagonal * _eta(span, k) != expected:
            return False
    (after,) = (matrix([r]) * matrix(span.A)).tolist()
    return all_hold(span, after, kappa / (n - 1), n - 1)


def _form(r: Sequence[Element], phi: Sequence[Element], zero: Element) -> Element:
    return sum([a * x for a, x in zip(r, phi, strict=True) if a], zero)


def _us(span: Span, m: int, several: bool) -> Sequence[Weights]:
    return span.basis(m) if several else span.bushes(m)


def _phi(span: Span, m: int, several: bool) -> Matrix:
    """Φ_m, remembered with the span."""
    return _remembered(span, ("phi", m, several), lambda: [u.stages for u in _us(span, m, several)])


def _eta(span: Span, k: int) -> Matrix:
    """H_kᵀ"""
    return _remembered(span, ("eta", k), lambda: list(zip(*span.etas(k), strict=True)))


def _exact(span: Span, k: int) -> Matrix:
    """e_kᵀ"""
    return _remembered(span, ("exact", k), lambda: [[span.exact(v) for v in span.basis(k)]])


def _remembered(span: Span, name: Hashable, entries: Callable[[], Sequence[Sequence[Element]]]) -> Matrix:
    if name not in span.matrices:
        span.matrices[name] = span.domain.backend.matrix(entries())
    return span.matrices[name]
