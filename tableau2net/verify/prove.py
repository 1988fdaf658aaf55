"""From a method and its claims to a certificate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from tableau2net.algebra.domains import Domain, convert
from tableau2net.algebra.domains.rational import Rationals
from tableau2net.errors import InputError
from tableau2net.exact import Expression
from tableau2net.methods import Method
from tableau2net.series.relative import Relative, relative_order
from tableau2net.verify.certificate import Certificate
from tableau2net.verify.claims import Claims
from tableau2net.verify.conditions import multistep
from tableau2net.verify.conditions.colours import colours
from tableau2net.verify.conditions.order import Found, Output, order, stage_order
from tableau2net.verify.conditions.setting import Setting, entries, setting
from tableau2net.verify.conditions.span import Span
from tableau2net.verify.failures import differs, embedded_failures, order_failures, stability_failures
from tableau2net.verify.provers.free_start import prove_relative
from tableau2net.verify.provers.rescaling import factor, order_after, rescaled
from tableau2net.verify.provers.rounded import known_widely, prove_within_digits
from tableau2net.verify.provers.several_fields import prove_coloured
from tableau2net.verify.special import Special
from tableau2net.verify.stability.zero_stability import zero_stability


class ClaimedScheme(Protocol):
    """A scheme document, as far as the verifier reads it: the method, and each claim or None."""

    @property
    def method(self) -> Method: ...
    @property
    def order(self) -> int | None: ...
    @property
    def stage_order(self) -> int | None: ...
    @property
    def embedded_order(self) -> int | None: ...
    @property
    def rescaled_order(self) -> int | None: ...
    @property
    def effective_order(self) -> int | None: ...
    @property
    def zero_stable(self) -> bool | None: ...
    @property
    def c(self) -> tuple[Expression, ...] | None: ...
    def readings(self) -> Iterator[tuple[str, ClaimedScheme]]:
        """Lines that would say that the coefficients are known within digits only, and the document with each."""
        ...


def verify(document: ClaimedScheme, *, at_least: int | None = None) -> Certificate:
    """Prove or refute every claim of a scheme document, and find what it does not claim.

    `at_least` asks for an order besides. A refuted claim is no error here: see `certificate.require`. Raises
    InputError for coefficients that cannot be decided exactly.
    """
    claims = Claims(
        order=document.order,
        stage_order=document.stage_order,
        embedded_order=document.embedded_order,
        rescaled_order=document.rescaled_order,
        effective_order=document.effective_order,
        zero_stable=document.zero_stable,
        c=document.c,
    )
    certificate = prove(document.method, claims, at_least=at_least)
    in_doubt = not certificate.ok or (certificate.order == 0 and claims.order is None)
    return replace(certificate, remedy=_remedy(document, at_least)) if in_doubt else certificate


def _remedy(document: ClaimedScheme, at_least: int | None) -> str:
    """What to write where nothing is refuted within the digits of the document's decimals; empty where that is not so,
    or these are so few that it means little."""
    asked = max(1, *(order or 0 for order in (at_least, document.order, document.embedded_order)))
    for line, reading in document.readings():
        try:
            printed = reading.method.printed
            if printed is None or known_widely(printed, asked):
                continue
            within = verify(reading, at_least=at_least)
        except InputError:  # a coefficient beside the decimals has no enclosure
            continue
        if within.ok and not within.wide:
            return f"within its decimals' digits nothing is refuted, and the order is {within.order}: write `{line}`"
    return ""


def prove(method: Method, claims: Claims | None = None, *, at_least: int | None = None) -> Certificate:
    """The certificate of a method. Raises InputError for coefficients that cannot be decided
    exactly."""
    claims = claims or Claims()
    blank = Certificate(
        name=method.name,
        kind=method.kind,
        stages=method.stages,
        explicit=method.explicit,
        order=None,
        claimed=claims.order,
        verdict="exact",
    )
    obstacle = _obstacle(method)
    if obstacle:
        return _refuse_all(replace(blank, notes=(obstacle,)), claims, at_least, obstacle)
    if method.printed is not None:
        return prove_within_digits(blank, method.printed, claims, at_least)
    where = setting(method, claims.c or ())
    values = {p.name: p.value for p in method.parameters if p.value is not None}
    try:
        for entry in entries(method) if values else ():
            entry.substitute(values)  # a value may be a pole of what holds for every other value
        if method.several_fields:
            return prove_coloured(blank, method, claims, at_least, where.domain)
        if any(value.kind == "free" for value in method.external):
            return prove_relative(blank, method, claims, at_least, where.domain)
        return _prove(blank, method, claims, at_least, where)
    except ZeroDivisionError as error:
        raise InputError(f"a coefficient of {method.name} has no value: {error}") from None


def _obstacle(method: Method) -> str:
    """Why nothing can be proved of a method; empty where all can."""
    if method.has_pattern:
        return "its pattern entries are learned: there are no numbers to prove anything of"
    if method.several_fields and isinstance(painted := colours(method), str):
        return painted
    return ""


def _prove(
    blank: Certificate, method: Method, claims: Claims, at_least: int | None, where: Setting
) -> Certificate:
    span, domain, computed = where.span, where.domain, where.outputs
    found = order(span, method.U, computed)
    stage = stage_order(span, found.order) if found.order is not None else None
    embedded = _embedded(method, span, computed[0])
    theta, after_rescaling = (None, None) if found.order else _rescaling(method, domain)  # order 1: θ = 1
    stability = zero_stability(method)
    wrong_order = tuple(order_failures(claims, at_least, found))
    effective = Relative(None) if claims.effective_order is None else relative_order(method, domain)
    failures = [
        *wrong_order,
        *differs("stage order", claims.stage_order, stage, found.reason),
        *differs(
            "effective order",
            claims.effective_order,
            effective.order,
            effective.reason,
        ),
        *embedded_failures(claims, embedded),
        *differs(
            "order after rescaling",
            claims.rescaled_order,
            found.order if theta is None else after_rescaling,
        ),
        *_abscissa_failures(method, claims, domain),
        *stability_failures(claims, stability.stable, stability.remark),
    ]
    below = max(claims.order or 0, at_least or 0) > (-1 if found.order is None else found.order)
    return replace(
        blank,
        order=found.order,
        verdict="refuted" if failures else "exact",
        stage_order=stage,
        violation=found.violation if wrong_order and below else None,
        embedded_order=embedded.order if embedded else None,
        rescaled_order=after_rescaling,
        effective_order=effective.order,
        rescaling=None if theta is None or after_rescaling is None else domain.text(convert(theta, domain)),
        zero_stable=stability.stable,
        error_constant=_error_constant(method, found.order, domain),
        special=() if isinstance(domain, Rationals) else _special(method, theta),
        failures=tuple(failures),
        notes=tuple(note for note in (found.reason, stability.remark) if note),
    )


def _refuse_all(blank: Certificate, claims: Claims, at_least: int | None, obstacle: str) -> Certificate:
    """Nothing can be proved, so whatever is claimed is refused."""
    claimed = {
        f"order {claims.order}": claims.order,
        f"stage order {claims.stage_order}": claims.stage_order,
        f"embedded order {claims.embedded_order}": claims.embedded_order,
        f"order {claims.rescaled_order} after rescaling": claims.rescaled_order,
        f"effective order {claims.effective_order}": claims.effective_order,
        "zero-stability": claims.zero_stable,
        "the abscissae c": claims.c,
        f"order {at_least} or more": at_least,
    }
    failures = tuple(
        f"{what} cannot be proved: {obstacle}" for what, claim in claimed.items() if claim is not None
    )
    return replace(blank, verdict="refuted" if failures else "exact", failures=failures)


def _embedded(method: Method, span: Span, state: Output) -> Found | None:
    if method.b_hat is None:
        return None
    return order(span, method.U, [replace(state, b=method.b_hat)])


def _rescaling(method: Method, domain: Domain) -> tuple[Expression | None, int | None]:
    theta = factor(method, domain)
    if theta is None:
        return None, None
    return theta, order_after(method, theta, domain)


def _special(method: Method, theta: Expression | None) -> tuple[Special, ...]:
    """The special values of the parameters, which take sympy to find: of the method, and of the rescaled one."""
    if not method.names:
        return ()
    from tableau2net.verify.provers.special_values import special_values

    found = special_values(method)
    if theta is None:
        return found
    after = special_values(rescaled(method, theta))
    return (*found, *(replace(each, rescaled=True) for each in after if each.order is not None))


def _error_constant(method: Method, p: int | None, domain: Domain) -> str | None:
    if method.multistep is None or not p:
        return None
    value = multistep.error_constant(p, *method.multistep, domain)
    return None if value is None else domain.text(value)


def _abscissa_failures(method: Method, claims: Claims, domain: Domain) -> Iterator[str]:
    """c_i against the row sums c = A·1 + U·ξ(•)."""
    for i, (claimed, sums) in enumerate(zip(claims.c or (), method.c, strict=False), start=1):
        value = convert(sums, domain)
        if value - convert(claimed, domain):
            yield f"c[{i}] = {claimed} is claimed, but row {i} of A sums to {domain.text(value)}"
    if claims.c is not None and len(claims.c) != method.stages:
        yield f"{len(claims.c)} abscissae are claimed, but there are {method.stages} stages"
