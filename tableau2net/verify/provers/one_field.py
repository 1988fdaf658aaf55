"""From a method with one field, whose coefficients are exact, and its claims to a certificate."""

from __future__ import annotations

from dataclasses import replace

from tableau2net.algebra.domains import Domain, convert
from tableau2net.algebra.domains.rational import Rationals
from tableau2net.exact import Expression
from tableau2net.methods import Claims, Method
from tableau2net.series.effective import effective_order
from tableau2net.series.known import Known
from tableau2net.series.underlying import NoUnderlyingMethod, Underlying
from tableau2net.verify.certificate import Certificate
from tableau2net.verify.conditions import multistep
from tableau2net.verify.conditions.order import Found, Output, assured, order, stage_order
from tableau2net.verify.conditions.setting import Setting
from tableau2net.verify.conditions.span import Span
from tableau2net.verify.findings import NOT_LOOKED_FOR, Findings
from tableau2net.verify.judge import judged
from tableau2net.verify.provers.abscissae import off_row_sums
from tableau2net.verify.provers.rescaling import factor, order_after, rescaled
from tableau2net.verify.provers.special_values import SpecialValues, special_values
from tableau2net.verify.provers.tableau import exactly, first_difference
from tableau2net.verify.stability.zero_stability import zero_stability


def prove_exactly(draft: Certificate, method: Method, claims: Claims, context: Setting) -> Certificate:
    """Order, stage order and what else is claimed, over the field that holds the coefficients."""
    span, domain, computed = context.span, context.domain, context.outputs
    uneven = "" if method.recurrence is None else method.recurrence.uneven
    found = order(span, method.U, computed, assured=assured(method), uneven=uneven)
    theta, after_rescaling = (None, None) if found.order else _rescaling(method, domain)  # order 1: θ = 1
    effective = NOT_LOOKED_FOR if claims.effective_order is None else _effective(context, found.order or 0)
    findings = Findings(
        order=found,
        stability=zero_stability(method),
        stage_order=found.known if found.order is None else Known.exactly(stage_order(span, found.order)),
        embedded=_embedded(method, span, computed[0]),
        rescaled_order=_rescaled(method, found, theta, after_rescaling),
        effective_order=effective,
        abscissae=off_row_sums(method, claims, domain),
        tableau=first_difference(method, claims, exactly(domain)),
    )
    special = SpecialValues() if isinstance(domain, Rationals) else _special(method, theta)
    return replace(
        judged(draft, claims, findings),
        rescaled_order=after_rescaling,
        effective_order=effective.proved,
        rescaling=None if theta is None or after_rescaling is None else domain.text(convert(theta, domain)),
        error_constant=_error_constant(method, found.order, domain),
        special=special.found,
        notes=tuple(note for note in (found.reason, findings.stability.remark, special.open) if note),
    )


def _effective(context: Setting, least: int) -> Known:
    """The effective order of the underlying one-step method, which is no lower than the order."""
    try:
        under = Underlying(context.method, context.domain, context.span.algebra)
    except NoUnderlyingMethod as error:
        return error.known
    return effective_order(under.phi, context.domain, least=least).known


def _embedded(method: Method, span: Span, state: Output) -> Found | None:
    if method.b_hat is None:
        return None
    return order(span, method.U, [replace(state, b=method.b_hat)])


def _rescaling(method: Method, domain: Domain) -> tuple[Expression | None, int | None]:
    theta = factor(method, domain)
    if theta is None:
        return None, None
    return theta, order_after(method, theta, domain)


def _rescaled(method: Method, found: Found, theta: Expression | None, after: int | None) -> Known:
    """What is known of the order after rescaling: the order itself where the slopes need not be rescaled."""
    if theta is not None and after is not None:
        return Known.exactly(after)
    slopes = any(value.kind == "slope" for value in method.external)
    if found.order == 0 and method.multistep is None and slopes:
        return Known.undecided("it is not determined where past slopes are given and the order is 0")
    return found.known


def _special(method: Method, theta: Expression | None) -> SpecialValues:
    """The special values of the parameters: of the method, and of the rescaled one."""
    special = special_values(method)
    if theta is None:
        return special
    after = special_values(rescaled(method, theta))
    scaled = (replace(each, rescaled=True) for each in after.found if each.order is not None)
    return SpecialValues((*special.found, *scaled), special.open or after.open)


def _error_constant(method: Method, p: int | None, domain: Domain) -> str | None:
    if method.multistep is None or not p:
        return None
    value = multistep.error_constant(p, *method.multistep, domain)
    return None if value is None else domain.text(value)
