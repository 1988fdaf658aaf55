"""Workflow commands of GitHub Actions, which become annotations beside the lines
(docs.github.com/actions/reference/workflow-commands-for-github-actions)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tableau2net.checking.cases import Case
from tableau2net.checking.diagnostics import Diagnostic
from tableau2net.checking.places import below_root
from tableau2net.checking.reports import Report

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def render(reports: Iterable[Report]) -> Iterator[str]:
    """A command for each diagnostic. What is excepted is a notice, with the reason."""
    for report in reports:
        for case in report.cases:
            for diagnostic in case.diagnostics:
                yield _command(diagnostic, case)


def _command(diagnostic: Diagnostic, case: Case) -> str:
    name = "notice" if case.excepted else _COMMANDS[diagnostic.level]
    message = f"excepted: {case.excepted}: {diagnostic.message}" if case.excepted else diagnostic.message
    properties = {**_place(diagnostic), "title": f"tableau2net {diagnostic.rule}"}
    written = ",".join(f"{key}={_escaped(value, _IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {written}::{_escaped(message, _IN_TEXT)}"


def _place(diagnostic: Diagnostic) -> dict[str, str]:
    place = diagnostic.position
    if place is None or place.file.startswith("<"):
        return {}
    file = {"file": below_root(place.file) or place.file}
    line = {"line": str(place.line)} if place.line else {}
    return {**file, **line, **({"col": str(place.column)} if place.column else {})}


def _escaped(text: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(each, each) for each in text)
