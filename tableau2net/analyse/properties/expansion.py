"""The equation that a linear multistep scheme solves, by Taylor's expansion about the present time t.

    Σ_i α_i u(t + (i−m)h) = h Σ_i β_i f(t + (i−m)h),    m = k − 1,

divided by h, is Σ_q A_q h^{q−1}/q! u^{(q)} = Σ_q B_q h^q/q! f^{(q)} with A_q = Σ α_i (i−m)^q and
B_q = Σ β_i (i−m)^q. For ResNet this is u′ + (h/2) u″ = f, for the LM architecture
(1 + k) u′ + (1 − k) (h/2) u″ = f (Lu, Zhong, Li, Dong, arXiv 1710.10121, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

from tableau2net.algebra.domains import Element
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD, Condition
from tableau2net.analyse.subject import Subject
from tableau2net.analyse.words.expansion_terms import Term, written
from tableau2net.series.rooted_tree import primes

TITLE = "Expansion about the present"
TERMS = 2  # of either side: up to the first power of h


def find(subject: Subject) -> tuple[Finding, ...]:
    """Both sides to the first power of h."""
    coefficients = multistep_form(subject)
    assert coefficients is not None  # of methods that it is defined for
    return (Finding("solves", equation(subject, *coefficients)),)


def multistep_form(subject: Subject) -> tuple[Sequence[Element], Sequence[Element]] | None:
    """α and β of a linear multistep method, or of a Runge–Kutta method of one stage at c = 0 or c = 1."""
    if subject.method.multistep:
        alpha, beta = subject.method.multistep
        return subject.vector(alpha), subject.vector(beta)
    if not subject.runge_kutta or subject.method.stages != 1:
        return None
    zero, one = subject.domain.zero, subject.domain.one
    (a,), b = subject.A[0], subject.b[0]
    if not a:
        return (-one, one), (b, zero)
    return ((-one, one), (zero, b)) if not a - b and not a - one else None


DEFINED_FOR = (
    ONE_FIELD,
    Condition(
        lambda subject: multistep_form(subject) is not None,
        "defined for linear multistep methods, and for one stage at c = 0 or c = 1",
    ),
)


def equation(subject: Subject, alpha: Sequence[Element], beta: Sequence[Element]) -> str:
    """The equation, terms of order h² left out."""
    domain, present = subject.domain, len(alpha) - 2

    def moment(coefficients: Sequence[Element], q: int) -> Element:
        powers = (a * domain.integer((i - present) ** q) for i, a in enumerate(coefficients))
        return sum(powers, domain.zero)

    def side(of: str, coefficients: Sequence[Element], first: int) -> str:
        terms = [
            Term(moment(coefficients, q), 0, f"{_over(q - first, factorial(q))}{of}{primes(q)}")
            for q in range(first, first + TERMS)
        ]
        return written(terms, domain)

    return f"{side('u', alpha, 1)} = {side('f', beta, 0)} + O(h**{TERMS})"


def _over(power: int, divisor: int) -> str:
    """`(h/2) `, or nothing."""
    h = {0: "", 1: "h"}.get(power, f"h**{power}")
    if not h:
        return ""
    return f"{h} " if divisor == 1 else f"({h}/{divisor}) "
