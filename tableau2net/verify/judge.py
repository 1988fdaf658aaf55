"""The judge, who alone compares what is claimed of a scheme with what was found of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from types import ModuleType

from tableau2net.methods import Claims
from tableau2net.series.known import Known
from tableau2net.verify.certificate import Against, Bounds, Certificate, Verdict
from tableau2net.verify.claims import KIND
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import LeftOpen, Objection, Refuted


def every_claim() -> Iterator[tuple[str, ModuleType]]:
    """The key and the file of each claim, in the order in which what stands against them is told: as in
    `methods.Claims`.

    Raises KeyError where a claim has no file.
    """
    found = (name.replace("-", "_") for name in KIND.names)
    keys = dict.fromkeys([*(each.name for each in fields(Claims)), *found])
    return ((key, KIND.load(key.replace("_", "-"))) for key in keys)


def judged(certificate: Certificate, claims: Claims, found: Findings) -> Certificate:
    """The certificate with what was found, and with what of the claims is refuted by it or left open; the first
    condition that does not hold is part of it where an order is claimed or asked for that this refutes."""
    objections = [(key, each) for key, claim in every_claim() for each in claim.objections(claims, found)]
    wanted = [each for each in (claims.order, claims.at_least) if each is not None]
    return replace(
        contested(certificate, objections),
        order=found.order.order,
        stage_order=found.stage_order.proved,
        violation=found.order.violation
        if any(found.order.known.reaches(each) is False for each in wanted)
        else None,
        embedded_order=found.embedded.order if found.embedded else None,
        zero_stable=found.stability.stable,
        bounds=tuple(_bounds(claims, found)),
    )


def undecided(certificate: Certificate, claims: Claims, obstacle: str) -> Certificate:
    """The certificate where nothing can be proved: whatever is claimed is left open."""
    claimed = [(key, claim.unproved(claims)) for key, claim in every_claim()]
    objections = [(key, LeftOpen(f"{what} cannot be proved: {obstacle}")) for key, what in claimed if what]
    return replace(contested(certificate, objections), notes=(obstacle,))


def contested(certificate: Certificate, objections: Sequence[tuple[str, Objection]]) -> Certificate:
    """The certificate with what stands against its claims besides what is told there, each objection with the claim's
    key."""
    judged = [(Against(key, each.message), isinstance(each, Refuted)) for key, each in objections]
    refutations = (*certificate.refutations, *(each for each, refuted in judged if refuted))
    reservations = (*certificate.reservations, *(each for each, refuted in judged if not refuted))
    proved: Verdict = "digits" if certificate.within_digits else "exact"
    return replace(
        certificate,
        verdict="refuted" if refutations else "open" if reservations else proved,
        refutations=refutations,
        reservations=reservations,
    )


def _bounds(claims: Claims, found: Findings) -> Iterator[Bounds]:
    """Those of the numbers that are told of which only bounds are known."""
    numbers: dict[str, Known] = {"order": found.order.known, "stage_order": found.stage_order}
    if found.embedded is not None:
        numbers["embedded_order"] = found.embedded.known
    if claims.effective_order is not None:
        numbers["effective_order"] = found.effective_order
    for name, known in numbers.items():
        if known.proved is not None and not known.decided:
            yield Bounds(name, known.least, known.most)
