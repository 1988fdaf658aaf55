"""From a method and its claims to a certificate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Protocol

from tableau2net.errors import ClaimError, InputError
from tableau2net.exact import Expression
from tableau2net.methods import Method
from tableau2net.verify import multistep
from tableau2net.verify.certificate import Certificate
from tableau2net.verify.claims import Claims
from tableau2net.verify.conditions import Found, Output, order, outputs, stage_order
from tableau2net.verify.domains import Domain, choose, convert
from tableau2net.verify.rescaling import factor, rescaled
from tableau2net.verify.span import Span
from tableau2net.verify.stability import zero_stability


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
    def zero_stable(self) -> bool | None: ...
    @property
    def c(self) -> tuple[Expression, ...] | None: ...


def verify(document: ClaimedScheme, *, at_least: int | None = None) -> Certificate:
    """Prove or refute every claim of a scheme document, and find what it does not claim.

    `at_least` asks for an order besides. A refuted claim is no error here: see `require`. Raises
    InputError for coefficients that cannot be decided exactly.
    """
    claims = Claims(
        order=document.order,
        stage_order=document.stage_order,
        embedded_order=document.embedded_order,
        rescaled_order=document.rescaled_order,
        zero_stable=document.zero_stable,
        c=document.c,
    )
    return prove(document.method, claims, at_least=at_least)


def require(certificate: Certificate) -> Certificate:
    """The certificate itself. Raises ClaimError, naming each failure, where a claim is refuted."""
    if certificate.verdict == "refuted":
        raise ClaimError(f"{certificate.name}: {'; '.join(certificate.failures)}")
    return certificate


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
    domain = choose(chain(_entries(method), claims.c or ()))
    values = {p.name: p.value for p in method.parameters if p.value is not None}
    try:
        for entry in _entries(method):
            entry.substitute(values)  # a value may be a pole of what holds for every other value
        return _prove(blank, method, claims, at_least, domain)
    except ZeroDivisionError as error:
        raise InputError(f"a coefficient of {method.name} has no value: {error}") from None


def _obstacle(method: Method) -> str:
    """Why nothing can be proved of a method; empty where all can."""
    if method.has_pattern:
        return "its pattern entries are learned: there are no numbers to prove anything of"
    if any(value.kind == "part" for value in method.external):
        return "it splits the state into parts, and partitioned schemes are not verified yet"
    return ""


def _prove(
    blank: Certificate, method: Method, claims: Claims, at_least: int | None, domain: Domain
) -> Certificate:
    span = Span(method.A, method.U, method.external, domain)
    computed = outputs(method)
    found = order(span, method.U, computed)
    stage = stage_order(span, found.order) if found.order is not None else None
    embedded = _embedded(method, span, computed[0])
    theta, after_rescaling = _rescaling(method, domain)
    stability = zero_stability(method)
    wrong_order = tuple(_order_failures(claims, at_least, found))
    failures = [
        *wrong_order,
        *_differs("stage order", claims.stage_order, stage, found.reason),
        *_embedded_failures(claims, embedded),
        *_differs(
            "order after rescaling",
            claims.rescaled_order,
            found.order if theta is None else after_rescaling,
        ),
        *_abscissa_failures(method, claims, domain),
        *_stability_failures(claims, stability.stable, stability.remark),
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
        rescaling=None if theta is None or after_rescaling is None else domain.text(convert(theta, domain)),
        zero_stable=stability.stable,
        error_constant=_error_constant(method, found.order, domain),
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
        "zero-stability": claims.zero_stable,
        "the abscissae c": claims.c,
        f"order {at_least} or more": at_least,
    }
    failures = tuple(
        f"{what} cannot be proved: {obstacle}" for what, claim in claimed.items() if claim is not None
    )
    return replace(blank, verdict="refuted" if failures else "exact", failures=failures)


def _entries(method: Method) -> Iterator[Expression]:
    for matrix in (method.A, method.U, method.B, method.V, (method.b_hat or (),)):
        for row in matrix:
            yield from row


def _embedded(method: Method, span: Span, state: Output) -> Found | None:
    if method.b_hat is None:
        return None
    return order(span, method.U, [replace(state, b=method.b_hat)])


def _rescaling(method: Method, domain: Domain) -> tuple[Expression | None, int | None]:
    theta = factor(method, domain)
    if theta is None:
        return None, None
    scaled = rescaled(method, theta)
    span = Span(scaled.A, scaled.U, scaled.external, domain)
    return theta, order(span, scaled.U, outputs(scaled)).order


def _error_constant(method: Method, p: int | None, domain: Domain) -> str | None:
    if method.multistep is None or not p:
        return None
    value = multistep.error_constant(p, *method.multistep, domain)
    return None if value is None else domain.text(value)


def _order_failures(claims: Claims, at_least: int | None, found: Found) -> Iterator[str]:
    if claims.order is not None and claims.order != found.order:
        yield f"order {claims.order} is claimed, but {_truth(found, claims.order)}"
    if at_least is not None and (found.order is None or found.order < at_least):
        yield f"order {at_least} or more is asked for, but {_truth(found, at_least)}"


def _truth(found: Found, wanted: int) -> str:
    if found.order is None:
        return found.reason
    higher = found.order > wanted
    return f"the order is {found.order}" + ("" if higher else f": {found.violation}")


def _embedded_failures(claims: Claims, embedded: Found | None) -> Iterator[str]:
    claimed = claims.embedded_order
    if claimed is None:
        return
    if embedded is None:
        yield f"embedded order {claimed} is claimed, but there are no embedded weights b_hat"
    elif embedded.order != claimed:
        yield f"embedded order {claimed} is claimed, but {_truth(embedded, claimed)}"


def _differs(what: str, claimed: int | None, found: int | None, reason: str = "") -> Iterator[str]:
    if claimed is not None and claimed != found:
        truth = f"it is {found}" if found is not None else reason or "there is none"
        yield f"{what} {claimed} is claimed, but {truth}"


def _abscissa_failures(method: Method, claims: Claims, domain: Domain) -> Iterator[str]:
    """c_i against the row sums c = A·1 + U·ξ(•)."""
    for i, (claimed, sums) in enumerate(zip(claims.c or (), method.c, strict=False), start=1):
        value = convert(sums, domain)
        if value - convert(claimed, domain):
            yield f"c[{i}] = {claimed} is claimed, but row {i} of A sums to {domain.text(value)}"
    if claims.c is not None and len(claims.c) != method.stages:
        yield f"{len(claims.c)} abscissae are claimed, but there are {method.stages} stages"


def _stability_failures(claims: Claims, stable: bool | None, remark: str) -> Iterator[str]:
    if claims.zero_stable is None or claims.zero_stable == stable:
        return
    claimed = "zero-stability is" if claims.zero_stable else "that it is not zero-stable is"
    truth = {True: "it is zero-stable", False: "it is not zero-stable", None: remark}[stable]
    yield f"{claimed} claimed, but {remark or truth}"
