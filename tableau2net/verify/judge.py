"""The judge, who alone compares what is claimed of a scheme with what was found of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

from tableau2net.methods import Claims
from tableau2net.verify.certificate import Certificate, Verdict
from tableau2net.verify.claims import KIND
from tableau2net.verify.findings import Findings


def every_claim() -> Iterator[ModuleType]:
    """The files of all claims, in the order in which their failures are told."""
    return map(KIND.load, KIND.names)


def judged(certificate: Certificate, claims: Claims, found: Findings) -> Certificate:
    """The certificate with what was found, and with what of the claims is refuted by it; the first condition that does
    not hold is part of it where a higher order is claimed or asked for."""
    failures = tuple(failure for claim in every_claim() for failure in claim.failures(claims, found))
    order = found.order.order
    reached = -1 if order is None else order
    wanted = [each for each in (claims.order, claims.at_least) if each is not None]
    proved: Verdict = "digits" if certificate.within_digits else "exact"
    return replace(
        certificate,
        order=order,
        verdict="refuted" if failures else proved,
        stage_order=found.stage_order,
        violation=found.order.violation if any(each > reached for each in wanted) else None,
        embedded_order=found.embedded.order if found.embedded else None,
        zero_stable=found.stability.stable,
        failures=failures,
    )


def undecided(certificate: Certificate, claims: Claims, obstacle: str) -> Certificate:
    """The certificate where nothing can be proved: whatever is claimed is refused."""
    claimed = filter(None, (claim.unproved(claims) for claim in every_claim()))
    failures = tuple(f"{what} cannot be proved: {obstacle}" for what in claimed)
    return replace(
        certificate, verdict="refuted" if failures else "exact", failures=failures, notes=(obstacle,)
    )
