"""Zero-stability of a method whose coefficients are known within their digits, by its polynomial in balls."""

from __future__ import annotations

from collections.abc import Sequence

from tableau2net.algebra.domains import Element
from tableau2net.algebra.domains.within_digits import WithinDigits
from tableau2net.verify.stability.zero_stability import Stability


def stable_but_for_one(p: Sequence[Element]) -> Stability:
    """Whether a polynomial with p(1) = 0, its constant term first, has all its other roots inside the unit circle; no,
    where one is outside for certain."""
    inside = _inside_circle(_without_one(p))
    return Stability(inside, "zero-stability is not decided within the digits" if inside is None else "")


def _without_one(p: Sequence[Element]) -> list[Element]:
    """p/(w − 1) = Σ_j (−Σ_{i≤j} p_i) w^j."""
    partial_sum, rest = WithinDigits().zero, []
    for a in p[:-1]:
        partial_sum = partial_sum - a
        rest.append(partial_sum)
    return rest


def _inside_circle(coefficients: Sequence[Element]) -> bool | None:
    """Whether all roots of a polynomial are inside the unit circle, False where one is outside for certain: Schur's
    reduction p ↦ (p_n p − p_0 p*)/w."""
    p, domain = list(coefficients), WithinDigits()
    while len(p) > 1:
        gap = p[-1] * p[-1] - p[0] * p[0]
        if domain.sign(gap) <= 0:
            return False if gap else None
        p = [p[-1] * a - p[0] * b for a, b in zip(p[1:], reversed(p[:-1]), strict=True)]
    return True
