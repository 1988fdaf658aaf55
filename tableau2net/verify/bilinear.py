"""The conditions of all products of one order at once.

With weights that multiply stage by stage, Σ_j b_j φ_j(u∘v) = Σ_j b_j φ_j(u) η_j(v) is bilinear in the weights of u and
v. For all u of the basis of order n − k and all v of that of order k it is one product of matrices,

    Φ_{n−k} diag(b) H_kᵀ = e_{n−k} e_kᵀ / (k n)

where the rows of Φ are φ(u), those of H are η(v), and e are the exact weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tableau2net.verify.algebra import Pointwise
from tableau2net.verify.domains import Element
from tableau2net.verify.domains.rational import FlintRationals
from tableau2net.verify.span import Span


def applies(span: Span) -> bool:
    """Whether the conditions can be looked at in this way: of a one-step method, on python-flint's rationals."""
    return isinstance(span.domain, FlintRationals) and type(span.algebra) is Pointwise and not span.past


def all_hold(span: Span, b: Sequence[tuple[int, Element]], n: int) -> bool:
    """Whether the conditions of order n ≥ 2 hold for the weights b, given by their places."""
    import flint

    for k in range(1, n):
        share = span.domain.number(Fraction(1, k * n))
        left = [[w * u.stages[j] for j, w in b] for u in span.basis(n - k)]
        right = [[eta[j] for j, _ in b] for eta in span.etas(k)]
        values = flint.fmpq_mat(left) * flint.fmpq_mat(right).transpose()
        column = flint.fmpq_mat([[share * u.exact] for u in span.basis(n - k)])
        row = flint.fmpq_mat([[v.exact for v in span.basis(k)]])
        if values != column * row:
            return False
    return True
