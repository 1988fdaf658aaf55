"""`generated`: every generated file by the call in its header, whether it is what that call gives, or made again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tableau2net.errors import InputError

from ..files import unwritable_refused
from ..messages import note, tell
from ..options import ReportFormat
from ..reporting import format_named, print_reports

if TYPE_CHECKING:
    from tableau2net.checking.cases import GeneratedCase
    from tableau2net.checking.reports import Report

    from ..regeneration import Outcome

_NOT_CURRENT = 1

EXAMPLES = (
    ("tableau2net generated", "all generated files below this folder"),
    ("tableau2net generated src --check", "how they differ from what belongs there"),
    ("tableau2net generated --update", "make again what is stale"),
)


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH…]", help="Files and folders; without any, the current folder."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Also print how files differ from what they should contain.")
    ] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Rewrite stale files; files edited by hand are left alone.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", min=1, metavar="N", help="The number of processes that generate files in parallel."
        ),
    ] = None,
    form: ReportFormat = "text",
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Same as --format json: a list with an object for each file in order."),
    ] = False,
) -> None:
    """Find every generated file, make each again by the call in its header, and tell which are not up to date.

    Without an option a table is printed and nothing is written.
    """
    if check and update:
        raise typer.BadParameter("--check writes nothing: pass it or --update, not both")
    name = format_named(form, as_json)
    reports = _reports(paths or [os.curdir], update, jobs)
    print_reports(_with_differences(reports, check), name)


def _reports(paths: list[str], update: bool, jobs: int | None) -> Iterator[Report]:
    """What becomes of each generated file, each once; and in its place what cannot be read."""
    from tableau2net.checking.reports import Report, refusal
    from tableau2net.generated import generated_files

    from ..regeneration import outcomes

    found = dict[str, str]()
    for path in paths:
        for each in generated_files(path):
            if isinstance(each, InputError):
                yield refusal(str(each.position), each)
            else:
                found.setdefault(os.path.realpath(each), each)
    for outcome in outcomes(list(found.values()), jobs):
        yield Report(outcome.file, (_judged(outcome, update),))


def _with_differences(reports: Iterable[Report], check: bool) -> Iterator[Report]:
    """The reports; what their files differ in is told at once where it is asked for."""
    for report in reports:
        difference = getattr(report.cases[0], "difference", "")
        if check and difference:
            note(difference.removesuffix("\n"))
        yield report


def _judged(outcome: Outcome, update: bool) -> GeneratedCase:
    """What is said of a file, and what is done to it."""
    from tableau2net.checking.cases import GeneratedCase
    from tableau2net.checking.diagnostics import GENERATED, Diagnostic
    from tableau2net.errors import Position

    words, done, status, message = _done(outcome, update)
    place = Position(outcome.file, outcome.line, 1 if outcome.line else 0)
    against = Diagnostic(GENERATED, "error", message.removeprefix(f"{place}: ") or words, place)
    return GeneratedCase(
        name=outcome.file,
        position=place,
        diagnostics=(against,) if status else (),
        state=words,
        done=done,
        difference=outcome.difference,
        ended=status,
    )


def _done(outcome: Outcome, update: bool) -> tuple[str, str, int, str]:
    """What a file is, what was done to it, the exit status that it asks for, and the error if there is one."""
    from tableau2net.files import write_atomically

    state = outcome.state
    if state is None:
        tell(outcome.error)
        return (
            "not generated: its call is refused",
            "left alone" if update else "",
            outcome.status,
            outcome.error,
        )
    if not update or state.content is None:
        return state.words, "", 0 if state.is_current else _NOT_CURRENT, ""
    if state.is_guarded:
        return state.words, "left alone", _NOT_CURRENT, ""
    file = Path(outcome.file)
    try:
        with unwritable_refused(file):
            write_atomically(file, state.content)
    except InputError as error:
        tell(error)
        return state.words, "not written", error.status, error.without_place
    return state.words, "regenerated", 0, ""
