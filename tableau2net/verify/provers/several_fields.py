"""From a method with several fields and its claims to a certificate."""

from __future__ import annotations

from dataclasses import replace

from tableau2net.algebra.domains import Domain
from tableau2net.methods import Claims, Method
from tableau2net.series.known import Known
from tableau2net.verify.certificate import Certificate
from tableau2net.verify.conditions.colours import colours, fields_note
from tableau2net.verify.conditions.order import order, outputs
from tableau2net.verify.conditions.span import Span
from tableau2net.verify.findings import Findings
from tableau2net.verify.judge import judged
from tableau2net.verify.provers.abscissae import off_row_sums
from tableau2net.verify.provers.special_values import special_values
from tableau2net.verify.stability.zero_stability import zero_stability

OF_ONE_FIELD = Known.nothing("it is defined for one field, and there are several")


def prove_coloured(draft: Certificate, method: Method, claims: Claims, domain: Domain) -> Certificate:
    """The orders and the abscissae: a scheme with several fields has no one stage order."""
    colouring = colours(method)
    assert not isinstance(colouring, str)
    span, computed = Span(method.A, method.U, method.external, domain, colouring=colouring), outputs(method)
    state = None if method.b_hat is None else replace(computed[0], b=method.b_hat)
    findings = Findings(
        order=order(span, method.U, computed),
        stability=zero_stability(method),
        embedded=None if state is None else order(span, method.U, (state,)),
        abscissae=off_row_sums(method, claims, domain),
        stage_order=OF_ONE_FIELD,
        effective_order=OF_ONE_FIELD,
        rescaled_order=OF_ONE_FIELD,
    )
    special = special_values(method, colouring)
    notes = (fields_note(colour.name for colour in colouring), findings.stability.remark, special.open)
    return replace(
        judged(draft, claims, findings), special=special.found, notes=tuple(note for note in notes if note)
    )
