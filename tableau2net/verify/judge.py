"""The judge, who alone compares what is claimed of a scheme with what was found of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from types import ModuleType

from tableau2net.methods import Claims
from tableau2net.verify.certificate import Certificate, Verdict
from tableau2net.verify.claims import KIND
from tableau2net.verify.findings import Findings


def every_claim() -> Iterator[tuple[str, ModuleType]]:
    """The key and the file of each claim, in the order in which their failures are told: as in `methods.Claims`.

    Raises KeyError where a claim has no file.
    """
    found = (name.replace("-", "_") for name in KIND.names)
    keys = dict.fromkeys([*(each.name for each in fields(Claims)), *found])
    return ((key, KIND.load(key.replace("_", "-"))) for key in keys)


def judged(certificate: Certificate, claims: Claims, found: Findings) -> Certificate:
    """The certificate with what was found, and with what of the claims is refuted by it; the first condition that does
    not hold is part of it where a higher order is claimed or asked for."""
    failed = [(key, failure) for key, claim in every_claim() for failure in claim.failures(claims, found)]
    order = found.order.order
    reached = -1 if order is None else order
    wanted = [each for each in (claims.order, claims.at_least) if each is not None]
    proved: Verdict = "digits" if certificate.within_digits else "exact"
    return replace(
        certificate,
        order=order,
        verdict="refuted" if failed else proved,
        stage_order=found.stage_order,
        violation=found.order.violation if any(each > reached for each in wanted) else None,
        embedded_order=found.embedded.order if found.embedded else None,
        zero_stable=found.stability.stable,
        failures=tuple(failure for _, failure in failed),
        refuted=_keys(failed),
    )


def undecided(certificate: Certificate, claims: Claims, obstacle: str) -> Certificate:
    """The certificate where nothing can be proved: whatever is claimed is refused."""
    claimed = [(key, claim.unproved(claims)) for key, claim in every_claim()]
    failed = [(key, f"{what} cannot be proved: {obstacle}") for key, what in claimed if what]
    return replace(
        certificate,
        verdict="refuted" if failed else "exact",
        failures=tuple(failure for _, failure in failed),
        refuted=_keys(failed),
        notes=(obstacle,),
    )


def _keys(failed: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The claims that fail, each once."""
    return tuple(dict.fromkeys(key for key, _ in failed))
