"""SARIF 2.1.0, which code scanning reads (docs.oasis-open.org/sarif/sarif/v2.1.0): a rule for each kind of claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tableau2net.checking.cases import Case
from tableau2net.checking.diagnostics import Diagnostic, rules
from tableau2net.checking.places import below_root, uri
from tableau2net.checking.reports import Report
from tableau2net.errors import Position
from tableau2net.shown import json_text
from tableau2net.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"


def render(reports: Iterable[Report]) -> Iterator[str]:
    """One run, with a result for each diagnostic. What is excepted is suppressed, with the reason."""
    known = rules()
    numbers = {name: number for number, name in enumerate(known)}
    results = [
        _result(diagnostic, case, numbers)
        for report in reports
        for case in report.cases
        for diagnostic in case.diagnostics
    ]
    driver = {
        "name": "tableau2net",
        "version": __version__,
        "rules": [_rule(name, *texts) for name, texts in known.items()],
    }
    root = {"description": {"text": "The root of the repository, or else the folder of the check."}}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: root},
        "results": results,
    }
    yield json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str, short: str, full: str) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": short},
        "fullDescription": {"text": full},
        "help": {"text": full},
        "defaultConfiguration": {"level": "error"},
    }


def _result(diagnostic: Diagnostic, case: Case, numbers: dict[str, int]) -> dict[str, Any]:
    located = diagnostic.position is not None and not diagnostic.position.file.startswith("<")
    suppression = {"kind": "external", "status": "accepted", "justification": case.excepted}
    return {
        "ruleId": diagnostic.rule,
        "ruleIndex": numbers[diagnostic.rule],
        "level": diagnostic.level,
        "message": {"text": diagnostic.message},
        "locations": [_location(diagnostic.position, case)] if located and diagnostic.position else [],
        **({"suppressions": [suppression]} if case.excepted else {}),
    }


def _location(place: Position, case: Case) -> dict[str, Any]:
    relative = below_root(place.file)
    file = {"uri": uri(place.file)} if relative is None else {"uri": uri(relative), "uriBaseId": ROOT}
    column = {"startColumn": place.column} if place.column else {}
    region = {"region": {"startLine": place.line, **column}} if place.line else {}
    return {
        "physicalLocation": {"artifactLocation": file, **region},
        "logicalLocations": [{"name": case.name, "kind": "object"}],
    }
