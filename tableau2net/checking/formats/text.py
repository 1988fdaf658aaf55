"""For people: of a document all that was proved, of a source a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tableau2net.checking.cases import Case, GeneratedCase
from tableau2net.checking.diagnostics import EXCEPTION, EXPECTATION
from tableau2net.checking.reports import Report
from tableau2net.errors import Position
from tableau2net.table import table


def render(reports: Iterable[Report]) -> Iterator[str]:
    """What holds, report by report; what cannot be read is told as errors are, and not here. Generated files are in one
    table at the end."""
    generated: list[GeneratedCase] = []
    for report in reports:
        made = [case for case in report.cases if isinstance(case, GeneratedCase)]
        generated += made
        if made:
            continue
        if report.document is not None:
            yield "\n  ".join([report.document.details, *_of_the_project(report.document)])
        elif report.refused is None:
            yield _table(report)
    if generated:
        columns = 3 if any(case.done for case in generated) else 2
        rows = [[case.name, case.state, case.done][:columns] for case in generated]
        yield table(["file", "state", "done"][:columns], rows)


def _of_the_project(case: Case) -> Iterator[str]:
    """What the project says of it, and what there is to say of that."""
    if case.excepted:
        yield f"excepted: {case.excepted}"
    yield from (each.message for each in case.diagnostics if each.rule in (EXCEPTION, EXPECTATION))


def _table(report: Report) -> str:
    places = [(case.position or Position(report.reference), case) for case in report.cases]
    places.sort(key=lambda each: (each[0].file, each[0].line, each[0].column))
    rows = [
        (
            f"{place.file}:{place.line}" if place.line else place.file,
            case.name,
            case.claim,
            "; ".join([*_of_the_project(case), case.holds]),
        )
        for place, case in places
    ]
    return table(("place", "name", "claim", "what holds"), rows)
