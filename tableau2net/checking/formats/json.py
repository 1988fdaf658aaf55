"""One JSON list, an object for each reference in order: the certificates, and the diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tableau2net.checking.cases import Case, DocumentCase, FaultyCase, GeneratedCase, TableauCase, UnreadCase
from tableau2net.checking.diagnostics import placed
from tableau2net.checking.reports import Report
from tableau2net.shown import json_text
from tableau2net.verify import Certificate


def render(reports: Iterable[Report]) -> Iterator[str]:
    """The list."""
    yield json_text([_object(report) for report in reports])


def _object(report: Report) -> dict[str, Any]:
    if report.refused is not None:
        return {"reference": report.reference, "error": report.refused.as_json(), **_details(report.cases[0])}
    if report.document is not None:
        return {"reference": report.reference, **_document(report.document)}
    if isinstance(report.cases[0], GeneratedCase):
        return {"reference": report.reference, **_generated(report.cases[0])}
    return {
        "reference": report.reference,
        "tableaux": [_tableau(case) for case in report.cases if isinstance(case, TableauCase)],
        "documents": [
            {"file": case.position.file if case.position else None, **_document(case)}
            for case in report.cases
            if isinstance(case, DocumentCase)
        ],
        "unread": [
            {"name": case.name, **case.error.as_json(), **_details(case)}
            for case in report.cases
            if isinstance(case, UnreadCase)
        ],
        "errors": [
            {**case.error.as_json(), **_details(case)}
            for case in report.cases
            if isinstance(case, FaultyCase)
        ],
    }


def _document(case: DocumentCase) -> dict[str, Any]:
    """The certificate of a scheme; of a network those of all its schemes."""
    first, *others = map(_proof, case.proofs)
    return {**first, **({"others": others} if others else {}), **placed(case.position), **_details(case)}


def _proof(certificates: tuple[Certificate, ...]) -> dict[str, Any]:
    scheme, *starter = (certificate.as_json() for certificate in certificates)
    return {**scheme, **({"starter": starter[0]} if starter else {})}


def _tableau(case: TableauCase) -> dict[str, Any]:
    claims = {key: int(value.text or 0) for key, value in case.found.claims.items()}
    return {
        **placed(case.position),
        "claims": {**claims, "nodes": "c" in case.found.parts},
        "taken": case.judgement.taken,
        "within": case.judgement.wider or None,
        **case.judgement.certificate.as_json(),
        "name": case.name,
        **_details(case),
    }


def _generated(case: GeneratedCase) -> dict[str, Any]:
    """The state of a generated file."""
    return {
        **placed(case.position),
        "state": case.state,
        "current": not case.status,
        "done": case.done or None,
        "difference": case.difference or None,
        **_details(case),
    }


def _details(case: Case) -> dict[str, Any]:
    """What there is to say against it, and the reason for which it is left as it is."""
    excepted = {"excepted": case.excepted} if case.excepted else {}
    return {"diagnostics": [each.as_json() for each in case.diagnostics], **excepted}
