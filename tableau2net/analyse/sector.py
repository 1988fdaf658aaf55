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
from typing import Any

from tableau2net.analyse.algebra import Polynomial, never_negative
from tableau2net.analyse.algebra.polynomial import as_fraction
from tableau2net.analyse.algebra.real_root import between, real_roots
from tableau2net.analyse.angle import arc_cosine
from tableau2net.analyse.stability_function import StabilityFunction
from tableau2net.verify.domains.rational import rationals


def widest_sector(R: StabilityFunction, digits: int) -> str | None:
    """The angle α in degrees, cut off after so many decimal places; None where no sector is stable.

    R has rational coefficients, is stable on the negative real axis and not in the left half-plane.
    """
    order, E = rationals(), _ray(R)
    roots = list(real_roots(_critical(E), order, Fraction(0), Fraction(1)))
    samples = between(roots, Fraction(0), Fraction(1))
    fails = [not never_negative(_at(E, c), order) for c in samples]
    narrowest = max(i for i, failed in enumerate(fails) if failed)
    return None if narrowest == len(roots) else arc_cosine(roots[narrowest], digits)


def _ray(R: StabilityFunction) -> Any:
    """E(r, c), divided by the largest power of r that divides it."""
    from sympy import QQ, Poly, Symbol, chebyshevt_poly

    r, c = Symbol("r"), Symbol("c")
    p, q = (_rationals(each) for each in (R.P, R.Q))
    E = Poly(0, r, c, domain=QQ)
    for values, sign in ((q, 1), (p, -1)):
        for j, a in enumerate(values):
            for k, b in enumerate(values):
                turned = chebyshevt_poly(abs(j - k), c)
                E += Poly(sign * a * b * (-r) ** (j + k) * turned, r, c, domain=QQ)
    (lowest, _), _ = min(E.terms(), key=lambda term: term[0][0])
    return E.quo(Poly(r**lowest, r, c, domain=QQ))


def _critical(E: Any) -> Polynomial:
    """The polynomial in c whose roots are the critical values other than c = 1, where rays end."""
    from sympy import QQ, Poly

    r, c = E.gens
    by_r = Poly(E.as_expr(), r)
    parts = [by_r.LC(), by_r.TC(), E.sqf_part().discriminant().as_expr()]
    product = Poly(1, c, domain=QQ)
    for part in parts:
        product = product * Poly(part, c, domain=QQ).sqf_part()
    product = product.sqf_part()
    if product.eval(1) == 0:
        product = product.quo(Poly(c - 1, c, domain=QQ))
    return _over_rationals(product)


def _at(E: Any, value: Fraction) -> Polynomial:
    """E(·, c) at one value of c."""
    from sympy import Rational

    return _over_rationals(E.eval(E.gens[1], Rational(value.numerator, value.denominator)))


def _over_rationals(polynomial: Any) -> Polynomial:
    order = rationals()
    rising = (Fraction(int(a.p), int(a.q)) for a in reversed(polynomial.all_coeffs()))
    return Polynomial.of((order.number(a) for a in rising), order)


def _rationals(polynomial: Polynomial) -> list[Any]:
    from sympy import Rational

    values = [as_fraction(a) or Fraction(0) for a in polynomial.coefficients]
    return [Rational(value.numerator, value.denominator) for value in values]
