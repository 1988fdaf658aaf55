"""From a method and its claims to a certificate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Protocol

from tableau2net.errors import InputError
from tableau2net.exact import as_printed
from tableau2net.exact.long_numbers import long_numbers
from tableau2net.methods import Claims, Method
from tableau2net.verify.certificate import Certificate
from tableau2net.verify.conditions.colours import colours
from tableau2net.verify.conditions.setting import setting
from tableau2net.verify.judge import undecided
from tableau2net.verify.provers.free_start import prove_relative
from tableau2net.verify.provers.one_field import prove_exactly
from tableau2net.verify.provers.rounded import known_widely, prove_within_digits
from tableau2net.verify.provers.rounded_general import prove_general_within_digits
from tableau2net.verify.provers.rounded_multistep import prove_multistep_within_digits
from tableau2net.verify.provers.several_fields import prove_coloured

NEARLY = 10**6  # how many times smaller than its terms a sum is that was meant to be 0


class Correction(Protocol):
    """What is put right in a document, as the verifier tells it."""

    @property
    def mistake(self) -> str: ...
    @property
    def put_right(self) -> str: ...
    @property
    def lines(self) -> str: ...


class ClaimedScheme(Protocol):
    """A scheme document, as far as the verifier reads it."""

    @property
    def method(self) -> Method: ...
    @property
    def claims(self) -> Claims: ...
    def readings(self) -> Iterator[tuple[str, ClaimedScheme]]:
        """Lines that would say that the coefficients are known within digits only, and the document with each."""
        ...

    def corrections(self) -> Iterator[tuple[Correction, ClaimedScheme]]:
        """What may have been meant, where the coefficients look like a mistake, and the document that is meant."""
        ...


def verify(document: ClaimedScheme, *, at_least: int | None = None) -> Certificate:
    """Prove or refute every claim of a scheme document, or leave it open, and find what it does not claim.

    `at_least` asks for an order besides. A claim that is not proved is no error here: see `certificate.require`. Raises
    InputError for coefficients that cannot be decided exactly.
    """
    certificate = prove(document.method, document.claims, at_least=at_least)
    unclaimed = certificate.claimed is None and not document.claims.c
    remedy = ""
    if certificate.refuted or unclaimed:
        remedy = _correction(document, certificate, at_least)
    if not remedy and (certificate.refuted or (certificate.order == 0 and certificate.claimed is None)):
        remedy = _remedy(document, at_least)
    return replace(certificate, remedy=remedy) if remedy else certificate


def _correction(document: ClaimedScheme, certificate: Certificate, at_least: int | None) -> str:
    """What to write where the coefficients look like a mistake, and nothing is refuted once that is put right, or,
    where nothing is claimed, the order is higher then; empty where that is not so."""
    for correction, meant in document.corrections():
        try:
            found = prove(meant.method, meant.claims, at_least=at_least)
        except InputError:  # a coefficient without an enclosure
            continue
        if found.refuted or found.wide or found.order is None:
            continue
        if certificate.refuted:
            opening = f"{correction.mistake}: with {correction.put_right} nothing is refuted, and the order"
        elif (found.order or 0) > (certificate.most("order") or certificate.order or 0):
            opening = f"perhaps {correction.mistake}: with {correction.put_right} the order"
        else:
            continue
        return f"{opening} is {found.known('order')}: write {correction.lines}"
    return ""


def _remedy(document: ClaimedScheme, at_least: int | None) -> str:
    """What to write where nothing is refuted within the digits of the document's decimals; empty where that is not so,
    or these are so few that it means little."""
    claims = document.claims
    least = max(1, *(order or 0 for order in (at_least, claims.order, claims.embedded_order)))
    for line, reading in document.readings():
        try:
            printed = reading.method.printed
            if printed is None or (printed.multistep is None and known_widely(printed, least)):
                continue
            within = verify(reading, at_least=at_least)
        except InputError:  # a coefficient beside the decimals has no enclosure
            continue
        if within.ok and not within.wide:
            order = f"nothing is refuted and the order is {within.order}"
            return f"if its decimals are read as rounded, {order}: write `{line}`"
    return ""


def prove(method: Method, claims: Claims | None = None, *, at_least: int | None = None) -> Certificate:
    """The certificate of a method, of its parameters' values for which its claims are made. Raises InputError for
    coefficients that cannot be decided exactly."""
    claims = replace(claims or Claims(), at_least=at_least)
    with long_numbers():
        return _told_in_full(method, claims)


def _told_in_full(method: Method, claims: Claims) -> Certificate:
    try:
        settled, remaining = _at_its_values(method, claims)
        certificate = _proved(settled, remaining)
        if question := _about_b_hat(settled):
            certificate = replace(certificate, notes=(*certificate.notes, question))
        if not method.linear:
            return certificate
        return _beside(certificate, method, _proved(settled.for_any_fields, Claims()))
    except ZeroDivisionError as error:
        raise InputError(f"a coefficient of {method.name} has no value: {error}") from None


def _beside(certificate: Certificate, method: Method, general: Certificate) -> Certificate:
    """The certificate of a method of linear fields, with what is known of its order for any fields."""
    bounds = [replace(each, number="general_order") for each in general.bounds if each.number == "order"]
    return replace(
        certificate,
        linear=method.linear,
        general_order=general.order,
        bounds=(*certificate.bounds, *bounds),
    )


def _about_b_hat(method: Method) -> str:
    """What to ask where the embedded weights add up to nearly 0, as those of an error estimate do; empty where not."""
    sizes = [as_printed(entry).rational for entry in method.b_hat or ()]
    known = [size for size in sizes if size is not None]
    if not known or len(known) < len(sizes) or abs(sum(known, Fraction(0))) * NEARLY >= sum(map(abs, known)):
        return ""
    return "b_hat sums to 0: are these the differences b − b̂? The embedded weights b̂ themselves are expected"


def _at_its_values(method: Method, claims: Claims) -> tuple[Method, Claims]:
    """The method and its claims with the values of parameters that are fixed. Raises ZeroDivisionError where a
    coefficient has none: a value may be a pole of what holds for every other value."""
    values = {p.name: p.value for p in method.parameters if p.value is not None}
    if not values:
        return method, claims
    method.substitute(values)
    c = claims.c and tuple(entry.substitute(method.settled) for entry in claims.c)
    tableau = claims.tableau and tuple(
        replace(entry, value=entry.value.substitute(method.settled)) for entry in claims.tableau
    )
    return method.substitute(method.settled), replace(claims, c=c, tableau=tableau)


def _proved(method: Method, claims: Claims) -> Certificate:
    draft = Certificate(
        name=method.name,
        kind=method.kind,
        stages=method.stages_of_a_field,
        explicit=method.explicit,
        order=None,
        claimed=claims.order,
        verdict="exact",
    )
    obstacle = _obstacle(method)
    if obstacle:
        return undecided(draft, claims, obstacle)
    if method.printed is not None and method.printed.multistep is not None:
        return prove_multistep_within_digits(draft, method.printed, claims)
    if method.printed is not None and method.kind == "general-linear":
        return prove_general_within_digits(draft, method.printed, claims, _proved)
    if method.printed is not None:
        return prove_within_digits(draft, method.printed, claims)
    besides = (*(claims.c or ()), *(entry.value for entry in claims.tableau or ()))
    context = setting(method, besides)
    if method.several_fields:
        return prove_coloured(draft, method, claims, context.domain)
    if any(value.kind == "free" for value in method.external):
        return prove_relative(draft, method, claims, context.domain)
    return prove_exactly(draft, method, claims, context)


def _obstacle(method: Method) -> str:
    """Why nothing can be proved of a method; empty where all can."""
    if method.has_pattern:
        return "its pattern entries are learned, so there are no numbers to prove anything about"
    if method.several_fields and isinstance(colouring := colours(method), str):
        return colouring
    return ""
