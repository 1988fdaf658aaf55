"""Butcher's simplifying assumptions of a Runge–Kutta method (Hairer, Wanner II, IV.5):

B(p)  Σ_i b_i c_i^{q−1} = 1/q                          q = 1 … p
C(η)  Σ_j a_ij c_j^{q−1} = c_i^q/q                     q = 1 … η, every i
D(ζ)  Σ_i b_i c_i^{q−1} a_ij = b_j (1 − c_j^q)/q       q = 1 … ζ, every j
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tableau2net.algebra.domains import Element
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD, RUNGE_KUTTA
from tableau2net.analyse.subject import Subject

TITLE = "Simplifying assumptions"
DEFINED_FOR = (ONE_FIELD, RUNGE_KUTTA)


def find(subject: Subject) -> tuple[Finding, ...]:
    """The largest p, η and ζ.

    With M the polynomial whose roots are the m different nodes, C(m + 1) makes every node c a root of ∫_0^c M, a double
    one, and so does D(m + 1) every node with a weight of ∫_c^1 M. There are too few roots for that unless all these
    nodes are 0, or 1, and then all further conditions are alike: what holds for s + 1 holds for all. B(2s + 1) fails at
    the square of M.
    """
    if subject.too_long:
        return (Finding("B(p)", None, subject.too_long),)
    A, b, c, s = subject.A, subject.b, subject.c, subject.method.stages
    number, zero = subject.domain.number, subject.domain.zero
    one, stages = subject.domain.one, range(s)

    def power(x: Element, q: int) -> Element:
        return x**q if q else one

    def B(q: int) -> bool:
        return not sum((b[i] * power(c[i], q - 1) for i in stages), zero) - number(Fraction(1, q))

    def C(q: int) -> bool:
        scale = number(Fraction(1, q))
        return all(
            not sum((A[i][j] * power(c[j], q - 1) for j in stages if A[i][j]), zero) - c[i] ** q * scale
            for i in stages
        )

    def D(q: int) -> bool:
        scale, weights = number(Fraction(1, q)), [b[i] * power(c[i], q - 1) for i in stages]
        return all(
            not sum((weights[i] * A[i][j] for i in stages), zero) - b[j] * (one - c[j] ** q) * scale
            for j in stages
        )

    unlimited = f"{s + 1} or more" if subject.within_digits else "∞"
    return (
        Finding("B(p)", _last(B, 2 * s, f"{2 * s + 1} or more")),
        Finding("C(η)", _last(C, s, unlimited)),
        Finding("D(ζ)", _last(D, s, unlimited)),
    )


def _last(holds: Callable[[int], bool], highest: int, beyond: str) -> int | str:
    """The largest n for which the condition holds at 1 … n; `beyond` where that is more than `highest`."""
    return next((q - 1 for q in range(1, highest + 2) if not holds(q)), beyond)
