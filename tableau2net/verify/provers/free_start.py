"""From a general linear method whose external values are free, and its claims, to a certificate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tableau2net.algebra.domains import Domain, convert
from tableau2net.methods import Claims, Method
from tableau2net.series.relative import Relative, relative_order
from tableau2net.verify.certificate import Certificate
from tableau2net.verify.conditions.order import Found
from tableau2net.verify.findings import Findings
from tableau2net.verify.judge import judged
from tableau2net.verify.stability.zero_stability import zero_stability


def prove_relative(blank: Certificate, method: Method, claims: Claims, domain: Domain) -> Certificate:
    """The order relative to a starting method, which is found as far as it is determined."""
    relative = relative_order(method, domain)
    findings = Findings(
        order=Found(relative.order, None, relative.reason),
        stability=zero_stability(method),
        stage_order=relative.stage_order,
        no_stage_order=relative.reason,
        effective=relative,
        abscissae=tuple(_abscissae_given(method, relative, domain)),
    )
    notes = tuple(note for note in (relative.note, findings.stability.remark) if note)
    return replace(judged(blank, claims, findings), notes=notes)


def _abscissae_given(method: Method, relative: Relative, domain: Domain) -> Iterator[str]:
    """c_i against the first-order weights of the stages, up to a shift of all: a starting method may start its
    values at any time."""
    claimed = [convert(c, domain) for c in method.c]
    shift = claimed[0] - relative.abscissae[0] if relative.abscissae else domain.zero
    for i, (c, value) in enumerate(zip(claimed, relative.abscissae, strict=False)):
        if c - value - shift:
            yield f"c[{i + 1}] = {method.c[i]} is claimed, but stage {i + 1} is at {domain.text(value + shift)}"
