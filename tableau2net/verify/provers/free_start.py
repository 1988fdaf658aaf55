"""From a general linear method whose external values are free, and its claims, to a certificate."""

from __future__ import annotations

from dataclasses import replace

from tableau2net.algebra.domains import Domain, convert
from tableau2net.methods import Claims, Method
from tableau2net.series.known import Known
from tableau2net.series.relative import Relative, relative_order
from tableau2net.verify.certificate import Certificate
from tableau2net.verify.conditions.order import Found
from tableau2net.verify.findings import Findings
from tableau2net.verify.judge import judged
from tableau2net.verify.provers.abscissae import differing
from tableau2net.verify.stability.zero_stability import zero_stability


def prove_relative(draft: Certificate, method: Method, claims: Claims, domain: Domain) -> Certificate:
    """The order relative to a starting method, which is found as far as it is determined."""
    relative = relative_order(method, domain)
    findings = Findings(
        order=Found(relative.known),
        stability=zero_stability(method),
        stage_order=relative.stage_order,
        rescaled_order=_rescaled(relative),
        effective_order=relative.known,
        abscissae=abscissae_given(method, claims, relative, domain),
        no_abscissae=relative.known.reason,
    )
    notes = tuple(note for note in (relative.note, findings.stability.remark) if note)
    return replace(judged(draft, claims, findings), notes=notes)


def _rescaled(relative: Relative) -> Known:
    """What is known of the order after rescaling: the order itself where the slopes need not be rescaled."""
    if relative.order == 0:
        return Known.undecided("it is not determined relative to a starting method where the order is 0")
    return relative.known


def abscissae_given(
    method: Method, claims: Claims, relative: Relative, domain: Domain
) -> tuple[str, ...] | None:
    """c_i against the first-order weights of the stages, up to a shift of all: a starting method may start its
    values at any time. None where these are not known."""
    given = claims.c or method.c  # which such a method has from its document
    if not relative.abscissae:
        return None
    shift = convert(given[0], domain) - relative.abscissae[0]

    def instead(i: int) -> str:
        value = relative.abscissae[i] + shift
        return f"stage {i + 1} is at {domain.text(value)}" if convert(given[i], domain) - value else ""

    return differing(replace(claims, c=given), method.stages, instead)
