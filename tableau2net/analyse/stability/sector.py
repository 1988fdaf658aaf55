"""The widest sector |arg(−z)| ≤ α in which |R(z)| ≤ 1, for a rational function R = P/Q.

On the ray z = −r e^{iθ}, with c = cos θ and Chebyshev's T_n(c) = cos nθ,

    E(r, c) = |Q|² − |P|² = Σ_{j,k} (q_j q_k − p_j p_k) (−r)^{j+k} T_{|j−k|}(c).

As the ray turns, E begins to be negative for some r > 0 only where a root r appears: from a double
root (the discriminant of E/r^m in r vanishes), from 0 or from infinity (its last or its first
coefficient vanishes). Between those critical values of c one rational sample decides the ray, and
cos α is the largest of them below which it fails.
"""

from __future__ import annotations

from fractions import Fraction

from tableau2net.algebra.domains import OrderedDomain
from tableau2net.algebra.polynomials import Polynomial, never_negative
from tableau2net.algebra.polynomials.bivariate import (
    Bivariate,
    common_divisor,
    content,
    derivative,
    quotient,
    resultant,
    trimmed,
)
from tableau2net.algebra.polynomials.real_root import between, real_roots, united
from tableau2net.analyse.stability.stability_function import StabilityFunction
from tableau2net.analyse.words.angle import Angle, least


def widest_sector(R: StabilityFunction, order: OrderedDomain, digits: int) -> str | None:
    """The angle α in degrees, cut off after so many decimal places; None where no sector is stable.

    R is stable on the negative real axis and not in the left half-plane.
    """
    E = _ray(R, order)
    roots = list(real_roots(_critical(E, order), order, Fraction(0), Fraction(1)))
    samples = between(roots, Fraction(0), Fraction(1))
    fails = [not never_negative(_at(E, c, order), order) for c in samples]
    narrowest = max(i for i, failed in enumerate(fails) if failed)
    if narrowest == len(roots):
        return None
    one, x = Polynomial((order.one,), order), Polynomial((order.zero, order.one), order)
    return least([Angle(roots[narrowest], x, one, 1)], digits)


def _ray(R: StabilityFunction, order: OrderedDomain) -> Bivariate:
    """E(r, c) by rising powers of r, divided by the largest power of r that divides it."""
    degree = max(R.P.degree, R.Q.degree)
    T = _chebyshev(degree, order)
    E = [Polynomial((), order)] * (2 * degree + 1)
    for values, sign in ((R.Q.coefficients, 1), (R.P.coefficients, -1)):
        for j, a in enumerate(values):
            for k, b in enumerate(values):
                signed = order.integer(sign * (-1) ** (j + k)) * a * b
                E[j + k] = E[j + k] + T[abs(j - k)].scaled(signed)
    E = trimmed(E)
    return E[next(i for i, a in enumerate(E) if a) :]


def _chebyshev(degree: int, order: OrderedDomain) -> list[Polynomial]:
    """T_0 … T_degree."""
    one, zero = order.one, order.zero
    T = [Polynomial((one,), order), Polynomial((zero, one), order)]
    twice = T[1].scaled(order.integer(2))
    while len(T) <= degree:
        T.append(twice * T[-1] - T[-2])
    return T


def _critical(E: Bivariate, order: OrderedDomain) -> Polynomial:
    """The polynomial in c whose roots are the critical values other than c = 1, where rays end."""
    one = order.one
    parts = [content(E), E[0], E[-1]]
    simple = quotient(E, common_divisor(E, derivative(E))) if len(E) > 1 else E
    if len(simple) > 2:
        parts.append(resultant(simple, derivative(simple)))
    product = united(parts, order)
    if not product(one):
        product = product.divided(Polynomial((-one, one), order))[0]
    return product


def _at(E: Bivariate, c: Fraction, order: OrderedDomain) -> Polynomial:
    """E(·, c) at one value of c."""
    value = order.number(c)
    return Polynomial.of((a(value) for a in E), order)
