"""Linear multistep methods Σ α_i u_{n+i} = h Σ β_i f_{n+i} (Hairer, Nørsett, Wanner I, III.2; II, V.1)."""

from __future__ import annotations

from itertools import zip_longest

from tableau2net.algebra.domains.domain import ordering
from tableau2net.algebra.element import Vector
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.algebra.polynomials.polynomial import alike
from tableau2net.algebra.polynomials.schur import Disc
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import MULTISTEP
from tableau2net.analyse.stability.axis import AlongAxis, Axis
from tableau2net.analyse.stability.locus import Locus
from tableau2net.analyse.stability.several_values import intervals
from tableau2net.analyse.stability.zero_stable_set import zero_stable_set
from tableau2net.analyse.subject import Subject
from tableau2net.verify import prove

TITLE = "Linear multistep"
DEFINED_FOR = (MULTISTEP,)


def find(subject: Subject) -> tuple[Finding, ...]:
    """ρ, σ, the error constant C_{p+1}/σ(1), zero-stability and for which values of
    a parameter, symmetry, A-stability, A(α), and the stable
    intervals of both axes."""
    assert subject.multistep is not None
    assert subject.method.multistep is not None
    rho, sigma = subject.multistep
    certificate = prove(subject.given)
    constant = Finding("error constant", certificate.error_constant or "none")
    remark = next(iter(certificate.notes), "") if certificate.zero_stable is None else ""
    alpha, beta = (subject.vector(row) for row in subject.method.multistep)
    mirrored = _mirrored(alpha, beta) or _mirrored(beta, alpha)
    return (
        Finding("ρ(w)", rho.text("w")),
        Finding("σ(w)", sigma.text("w")),
        constant,
        Finding("zero-stable", certificate.zero_stable, remark),
        *zero_stable_set(subject.given.V, subject.digits),
        Finding("symmetric", mirrored),
        *_stability(subject.multistep, subject.digits, certificate.zero_stable),
    )


def _mirrored(odd: Vector, even: Vector) -> bool:
    """ρ(1/w)/σ(1/w) = −ρ(w)/σ(w): of ρ and σ one changes its sign where its coefficients are reversed, one does not."""
    return not any(a + b for a, b in zip(odd, reversed(odd), strict=True)) and not any(
        a - b for a, b in zip(even, reversed(even), strict=True)
    )


def _stability(
    polynomials: tuple[Polynomial, Polynomial], digits: int, zero_stable: bool | None
) -> tuple[Finding, ...]:
    rho, sigma = alike(*polynomials)
    order = ordering(rho.domain)
    if order is None:
        return (Finding("A-stable", None, "its coefficients have an open parameter"),)
    locus = Locus(rho, sigma, order)
    phi, inside = pencil(rho, sigma), locus.a_stable()
    on_axis = inside and AlongAxis.of(phi, Axis.IMAGINARY, order).worst() is Disc.STABLE
    return (
        Finding("A-stable", on_axis, "only where Re z < 0" if inside and not on_axis else ""),
        _sector(locus, inside, zero_stable, digits),
        *intervals(phi, order, digits, multistep=True),
    )


def _sector(locus: Locus, inside: bool, zero_stable: bool | None, digits: int) -> Finding:
    """The angle, for which z = 0 does not count; a method that is not zero-stable has one only where ρ and σ have a
    common root, so that is said beside it."""
    angle = "90" if inside else locus.angle(digits)
    remark = "without z = 0, for it is not zero-stable" if zero_stable is False else ""
    return Finding("A(α)-stable", False if angle is None else f"α = {angle}°", remark)


def pencil(rho: Polynomial, sigma: Polynomial) -> tuple[Polynomial, ...]:
    """Φ(w, z) = ρ(w) − zσ(w) by rising powers of w."""
    pairs = zip_longest(rho.coefficients, sigma.coefficients, fillvalue=rho.domain.zero)
    return tuple(Polynomial.of((a, -b), rho.domain) for a, b in pairs)
