"""The criterion of Routh and Hurwitz."""

from __future__ import annotations

from itertools import zip_longest

from tableau2net.algebra.domains import OrderedDomain
from tableau2net.algebra.polynomials.polynomial import Polynomial


def hurwitz(polynomial: Polynomial, domain: OrderedDomain) -> bool:
    """Whether all roots lie in the open left half-plane: the first column of Routh's array keeps one
    sign (Hairer, Nørsett, Wanner I, I.13, theorem 13.4)."""
    zero = domain.zero
    falling = list(reversed(polynomial.coefficients))
    above, below = falling[0::2], falling[1::2]
    sign = domain.sign(polynomial.lead)
    for _ in range(polynomial.degree):
        if not below or domain.sign(below[0]) != sign:
            return False
        factor = above[0] / below[0]
        pairs = list(zip_longest(above, below, fillvalue=zero))[1:]
        above, below = below, [a - factor * b for a, b in pairs]
    return True
