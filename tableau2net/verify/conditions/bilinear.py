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
from typing import Any

from tableau2net.algebra.domains import Element
from tableau2net.algebra.domains.rational import FlintRationals
from tableau2net.verify.conditions.span import Span
from tableau2net.verify.conditions.stage_algebra import Pointwise


def applies(span: Span) -> bool:
    """Whether the conditions can be looked at in this way: of a one-step method, on python-flint's rationals."""
    return isinstance(span.domain, FlintRationals) and type(span.algebra) is Pointwise and not span.past


def all_hold(span: Span, r: Sequence[Element], kappa: Fraction, n: int) -> bool:
    """Whether r(t) = κ e(t) for all trees of order n; the bases of orders up to n − 2 are made."""
    import flint

    number = span.domain.number
    if n <= span.known:
        return all(_form(r, t.stages) == number(kappa) * t.exact for t in span.basis(n))
    if _form(r, span.bushy(n).stages) != number(kappa):
        return False
    diagonal = flint.fmpq_mat([[a if i == j else 0 for j in range(len(r))] for i, a in enumerate(r)])
    for k in range(2, n - 1):
        several = 2 * k < n
        values = _phi(span, n - k, several) * diagonal * _eta(span, k)
        if values != number(kappa / k) * _exact(span, n - k, several, k):
            return False
    (after,) = (flint.fmpq_mat([list(r)]) * flint.fmpq_mat(span.A)).tolist()
    return all_hold(span, after, kappa / (n - 1), n - 1)


def _form(r: Sequence[Element], phi: Sequence[Element]) -> Element:
    return sum([a * x for a, x in zip(r, phi, strict=True) if a], 0)


def _phi(span: Span, m: int, several: bool) -> Any:
    """Φ_m, remembered with the span."""
    us = span.basis(m) if several else (span.bushy(m),)
    return _remembered(span, ("phi", m, several), lambda: [list(u.stages) for u in us])


def _eta(span: Span, k: int) -> Any:
    """H_kᵀ"""
    return _remembered(span, ("eta", k), lambda: list(zip(*span.etas(k), strict=True)))


def _exact(span: Span, m: int, several: bool, k: int) -> Any:
    """e_m e_kᵀ"""
    us = span.basis(m) if several else (span.bushy(m),)
    return _remembered(
        span, ("exact", m, several, k), lambda: [[u.exact * v.exact for v in span.basis(k)] for u in us]
    )


def _remembered(span: Span, name: Hashable, entries: Callable[[], Sequence[Sequence[Element]]]) -> Any:
    import flint

    if name not in span.matrices:
        span.matrices[name] = flint.fmpq_mat([list(row) for row in entries()])
    return span.matrices[name]
