"""The classical constants of a linear multistep method (Hairer, Nørsett, Wanner I, §III.2)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from math import factorial

from tableau2net.algebra.domains import Domain, Element, convert
from tableau2net.exact import ZERO, Expression


def constant(q: int, alpha: Sequence[Expression], beta: Sequence[Expression], domain: Domain) -> Element:
    """C_0 = Σ α_i,  C_q = 1/q! Σ i^q α_i − 1/(q−1)! Σ i^(q−1) β_i."""
    weights = [(a, Fraction(i**q, factorial(q))) for i, a in enumerate(alpha)]
    if q:
        weights += [(b, -Fraction(i ** (q - 1), factorial(q - 1))) for i, b in enumerate(beta)]
    terms = (convert(entry, domain) * domain.number(weight) for entry, weight in weights)
    return sum(terms, domain.zero)


def order(alpha: Sequence[Expression], beta: Sequence[Expression], domain: Domain) -> int | None:
    """p with C_0 = … = C_p = 0 and C_{p+1} ≠ 0; None where C_0 ≠ 0."""
    first = next(q for q in count() if constant(q, alpha, beta, domain))
    return first - 1 if first else None


def error_constant(
    p: int, alpha: Sequence[Expression], beta: Sequence[Expression], domain: Domain
) -> Element | None:
    """C_{p+1}/σ(1) of a method of order p; None where σ(1) = Σ β_i is zero."""
    sigma = convert(sum(beta, ZERO), domain)
    return constant(p + 1, alpha, beta, domain) / sigma if sigma else None
