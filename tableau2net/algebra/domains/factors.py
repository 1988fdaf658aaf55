"""Irreducible polynomials over the rational numbers: that of a real number among the factors of one that it is a root
of, and those of cosines."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tableau2net.algebra.backend.rational_polynomials import Rationals, irreducible_factors
from tableau2net.exact import Expression
from tableau2net.exact.enclosure import enclosure


def factor_at(polynomial: Sequence[Fraction], root: Expression) -> Rationals:
    """The monic irreducible factor that vanishes at a real root of a polynomial."""
    factors = irreducible_factors(polynomial)
    bits = 64
    while len(factors) > 1:
        bounds = enclosure(root, bits)
        if bounds is not None:
            factors = [factor for factor in factors if _may_vanish(factor, *bounds)]
        bits *= 2
    found = factors[0]
    return tuple(Fraction(a, found[-1]) for a in found)


def _may_vanish(polynomial: Sequence[int], low: Fraction, high: Fraction) -> bool:
    bottom = top = Fraction(0)
    for a in reversed(polynomial):
        corners = (bottom * low, bottom * high, top * low, top * high)
        bottom, top = min(corners) + a, max(corners) + a
    return bottom <= 0 <= top


def circle_polynomial(n: int) -> Rationals:
    """The minimal polynomial of cos(2π/n), n ≥ 3, monic and of degree φ(n)/2: that of z is Φ_n, and
    z^−φ/2 Φ_n(z) = a_0 + Σ a_j (z^j + z^−j) is a polynomial in y = z + 1/z = 2 cos, for z^j + z^−j is one."""
    palindrome = _cyclotomic(n)
    half = len(palindrome) // 2
    total = [0] * (half + 1)
    before, now = [2], [0, 1]  # z^j + z^−j for j = 0 and 1
    total[0] = palindrome[half]
    for j in range(1, half + 1):
        for i, a in enumerate(now):
            total[i] += palindrome[half + j] * a
        following = [0, *now]
        for i, a in enumerate(before):
            following[i] -= a
        before, now = now, following
    return tuple(Fraction(a * 2**i, 2**half) for i, a in enumerate(total))


def _cyclotomic(n: int) -> list[int]:
    """Φ_n, whose roots are the primitive n-th roots of unity: x^n − 1 without the roots of lower order."""
    polynomial = [-1, *[0] * (n - 1), 1]
    for d in range(1, n):
        if n % d == 0:
            polynomial = _quotient(polynomial, _cyclotomic(d))
    return polynomial


def _quotient(p: Sequence[int], q: Sequence[int]) -> list[int]:
    """p/q for a monic q that leaves nothing over."""
    rest, quotient = list(p), list[int]()
    while len(rest) >= len(q):
        factor = rest.pop()
        quotient.append(factor)
        for i, b in enumerate(q[:-1], start=len(rest) - len(q) + 1):
            rest[i] -= factor * b
    return quotient[::-1]
