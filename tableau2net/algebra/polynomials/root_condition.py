"""The root condition, exactly: all roots in the closed unit disc, those on the circle simple.

J. J. H. Miller, On the location of zeros of certain classes of polynomials with applications to
numerical analysis, J. Inst. Maths Applics 8 (1971) 397–406. With φ*(z) = z^n φ(1/z), the reduced
polynomial is

    φ_1(z) = (φ*(0) φ(z) − φ(0) φ*(z)) / z.

- φ has all its roots in the open disc iff |φ(0)| < |φ*(0)| and φ_1 has;
- φ satisfies the root condition iff either |φ(0)| < |φ*(0)| and φ_1 satisfies it, or φ_1 = 0 and
  the derivative
  of φ has all its roots in the open disc.

Polynomials are lists of elements, the constant term first, the last one not zero.
"""

from __future__ import annotations

from tableau2net.algebra.domains import Element, OrderedDomain

Polynomial = list[Element]


def root_condition(polynomial: Polynomial, domain: OrderedDomain) -> bool:
    """Whether all roots lie in the closed unit disc, those on the circle being simple."""
    while len(polynomial) > 1:
        reduced = _reduced(polynomial)
        if not any(reduced):
            return within_disc(_derivative(polynomial, domain), domain)
        if not _dominant(polynomial, domain):
            return False
        polynomial = _monic(reduced)
    return True


def within_disc(polynomial: Polynomial, domain: OrderedDomain) -> bool:
    """Whether all roots lie in the open unit disc (Schur 1918)."""
    while len(polynomial) > 1:
        if not _dominant(polynomial, domain):
            return False
        polynomial = _monic(_reduced(polynomial))
    return True


def _dominant(polynomial: Polynomial, domain: OrderedDomain) -> bool:
    """|φ(0)| < |φ*(0)|"""
    return domain.sign(polynomial[-1] * polynomial[-1] - polynomial[0] * polynomial[0]) > 0


def _reduced(polynomial: Polynomial) -> Polynomial:
    first, last, n = polynomial[0], polynomial[-1], len(polynomial) - 1
    return [last * polynomial[i + 1] - first * polynomial[n - i - 1] for i in range(n)]


def _monic(polynomial: Polynomial) -> Polynomial:
    return [a / polynomial[-1] for a in polynomial]


def _derivative(polynomial: Polynomial, domain: OrderedDomain) -> Polynomial:
    return [domain.integer(i) * a for i, a in enumerate(polynomial)][1:]
