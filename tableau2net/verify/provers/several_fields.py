"""From a method with several fields and its claims to a certificate."""

from __future__ import annotations

from dataclasses import replace

from tableau2net.algebra.domains import Domain
from tableau2net.methods import Method
from tableau2net.verify.certificate import Certificate
from tableau2net.verify.claims import Claims
from tableau2net.verify.conditions.colours import colours, fields_note
from tableau2net.verify.conditions.order import order, outputs
from tableau2net.verify.conditions.span import Span
from tableau2net.verify.failures import differs, embedded_failures, order_failures, stability_failures
from tableau2net.verify.stability.zero_stability import zero_stability


def prove_coloured(
    blank: Certificate, method: Method, claims: Claims, at_least: int | None, domain: Domain
) -> Certificate:
    """The order alone: a scheme with several fields has no one stage order."""
    painted = colours(method)
    assert not isinstance(painted, str)
    span, computed = Span(method.A, method.U, method.external, domain, painted=painted), outputs(method)
    found = order(span, method.U, computed)
    state = None if method.b_hat is None else replace(computed[0], b=method.b_hat)
    embedded = None if state is None else order(span, method.U, (state,))
    stability = zero_stability(method)
    wrong_order = tuple(order_failures(claims, at_least, found))
    failures = (
        *wrong_order,
        *differs("stage order", claims.stage_order, None),
        *embedded_failures(claims, embedded),
        *differs("order after rescaling", claims.rescaled_order, None),
        *differs("effective order", claims.effective_order, None),
        *stability_failures(claims, stability.stable, stability.remark),
    )
    below = max(claims.order or 0, at_least or 0) > (found.order or 0)
    return replace(
        blank,
        order=found.order,
        verdict="refuted" if failures else "exact",
        violation=found.violation if wrong_order and below else None,
        embedded_order=embedded.order if embedded else None,
        zero_stable=stability.stable,
        failures=failures,
        notes=(fields_note(colour.name for colour in painted),),
    )
