"""Reports as commands print them: in which format, and what of them is told on standard error at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from tableau2net.errors import InputError, worst

from .messages import say, tell

if TYPE_CHECKING:
    from tableau2net.checking.reports import Report


def format_named(name: str, as_json: bool) -> str:
    """The format that `--format` and `--json` ask for. Raises InputError where there is none, or where they differ."""
    from tableau2net.checking.formats import KIND
    from tableau2net.read import suggest

    if name not in KIND.names:
        raise InputError("there is no such format", None, repr(name), suggest.expected(name, KIND.names))
    if as_json and name not in ("text", "json"):
        raise typer.BadParameter(f"--json means --format json: pass either --json or --format {name}")
    return "json" if as_json else name


def print_reports(reports: Iterable[Report], form: str) -> None:
    """Print reports in a format as they come. Raises typer.Exit with the worst of their exit statuses, if not all is
    well."""
    from tableau2net.checking.formats import KIND

    statuses: set[int] = set()
    for piece in KIND.load(form).render(_heard(reports, statuses)):
        say(piece)
    if status := worst(statuses):
        raise typer.Exit(status)


def _heard(reports: Iterable[Report], statuses: set[int]) -> Iterator[Report]:
    """The reports, whose exit statuses are kept; what could not be read is told at once."""
    for report in reports:
        if report.refused is not None:
            tell(report.refused)
        statuses.add(report.status)
        yield report
