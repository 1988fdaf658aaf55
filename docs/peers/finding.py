"""What holds of a scheme: exactly, or else within what its coefficients have to be known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from scheme import Scheme, inexact, known

from tableau2net.exact import Rounded
from tableau2net.verify import Certificate, Claims, prove

WIDTHS = (
    24,
    20,
    16,
    15,
    14,
    13,
    12,
    10,
    8,
    6,
)  # decimal places within which coefficients may have to be taken


@dataclass(frozen=True)
class Finding:
    """The certificate, and within what it holds, in words."""

    certificate: Certificate
    within: str


def find(scheme: Scheme) -> Finding:
    """The first certificate that refutes neither order, from the most exact on; where there is none, the first that
    keeps the order; else the first of the highest order."""
    found = list(certificates(scheme))

    def rank(finding: Finding) -> tuple[bool, bool, int]:
        certificate, claims = finding.certificate, scheme.claims
        order = claims.order in (None, certificate.most("order"))
        embedded = claims.embedded_order in (None, certificate.most("embedded_order"))
        return order, order and embedded, certificate.most("order") or 0

    return max(found, key=rank)  # of equals the first


def certificates(scheme: Scheme) -> Iterator[Finding]:
    """Less and less exactly, until what is claimed holds."""
    floats = inexact(scheme)
    for within, each in _as_known(scheme, floats):
        certificate = prove(each.method, replace(each.claims, c=None))
        yield Finding(certificate, within)
        if not certificate.refuted:
            return


def abscissae(scheme: Scheme) -> str:
    """Whether the abscissae that the package has are its row sums, at least within the widest of the widths."""
    claims = Claims(c=scheme.claims.c)
    if claims.c is None or scheme.method.kind != "runge-kutta":
        return "–"
    for within, each in _as_known(replace(scheme, claims=claims), inexact(scheme) or _rounded(claims)):
        certificate = prove(each.method, Claims(c=each.claims.c))
        if certificate.ok:
            return "" if within in ("exactly", "an ulp") else f"within {within}"
    return "; ".join((*certificate.failures, *certificate.doubts))


def _rounded(claims: Claims) -> bool:
    return any(isinstance(each, Rounded) for each in claims.c or ())


def _as_known(scheme: Scheme, floats: bool) -> Iterator[tuple[str, Scheme]]:
    yield ("an ulp", known(scheme, Fraction(0))) if floats else ("exactly", scheme)
    if scheme.method.kind in ("runge-kutta", "partitioned"):  # the kinds that are verified within digits
        for places in WIDTHS:
            if not floats or places <= 16:
                yield f"1e-{places}", known(scheme, Fraction(1, 10**places))
