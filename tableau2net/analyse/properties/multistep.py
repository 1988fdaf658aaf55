"""Linear multistep methods Σ α_i u_{n+i} = h Σ β_i f_{n+i} (Hairer, Nørsett, Wanner I, III.2; II, V.1)."""

from __future__ import annotations

from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.locus import Locus
from tableau2net.analyse.subject import Subject
from tableau2net.verify import prove
from tableau2net.verify.domains import OrderedDomain
from tableau2net.verify.domains.rational import Rationals

TITLE, PLACE = "Linear multistep", 20


def find(subject: Subject) -> tuple[Finding, ...]:
    """ρ, σ, the error constant C_{p+1}/σ(1), zero-stability, symmetry, A-stability and A(α)."""
    if subject.multistep is None or subject.method.multistep is None:
        return ()
    rho, sigma = subject.multistep
    certificate = prove(subject.method)
    constant = Finding("error constant", certificate.error_constant or "none")
    remark = next(iter(certificate.notes), "") if certificate.zero_stable is None else ""
    alpha, beta = (subject.vector(row) for row in subject.method.multistep)
    mirrored = not any(a + b for a, b in zip(alpha, reversed(alpha), strict=True)) and not any(
        a - b for a, b in zip(beta, reversed(beta), strict=True)
    )
    return (
        Finding("ρ(w)", rho.text("w")),
        Finding("σ(w)", sigma.text("w")),
        constant,
        Finding("zero-stable", certificate.zero_stable, remark),
        Finding("symmetric", mirrored),
        *_stability(subject, subject.ordered),
    )


def _stability(subject: Subject, order: OrderedDomain | None) -> tuple[Finding, ...]:
    if order is None or subject.multistep is None:
        return (Finding("A-stable", None, "a parameter is left in the coefficients"),)
    locus = Locus(*subject.multistep, order)
    a_stable = locus.a_stable()
    if a_stable:
        return (Finding("A-stable", True), Finding("A(α)-stable", "α = 90°"))
    if not isinstance(order, Rationals):
        return (Finding("A-stable", False), Finding("A(α)-stable", None, "the coefficients are irrational"))
    angle = locus.angle(subject.digits)
    return (
        Finding("A-stable", False),
        Finding("A(α)-stable", False if angle is None else f"α = {angle}°"),
    )
