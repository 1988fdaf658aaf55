"""`generated`: every generated file by the call in its header, whether it is what that call gives, or made again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tableau2net.errors import InputError, worst
from tableau2net.table import table

from ..files import unwritable_refused
from ..messages import note, say, tell

if TYPE_CHECKING:
    from ..regeneration import Outcome

_NOT_CURRENT = 1


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH…]", help="Files and folders; the current folder without."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Print also how files differ from what belongs into them.")
    ] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Write what is stale; what was edited by hand is left alone.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, metavar="N", help="Processes that make files side by side.")
    ] = None,
) -> None:
    """Find every generated file, make each again by the call in its header, and tell which are not up to date.

    Without an option a table is printed and nothing is written.
    """
    from ..regeneration import outcomes

    if check and update:
        raise typer.BadParameter("--check writes nothing: ask for it or for --update")
    found, statuses = _found(paths or [os.curdir])
    rows = []
    for outcome in outcomes(found, jobs):
        words, done, status = _judged(outcome, update)
        rows.append([outcome.file, words, done] if update else [outcome.file, words])
        statuses.append(status)
        if check and outcome.difference:
            note(outcome.difference.removesuffix("\n"))
    if rows:
        say(table(["file", "state", "done"][: len(rows[0])], rows))
    status = worst(statuses)
    if status:
        raise typer.Exit(status)


def _found(paths: list[str]) -> tuple[list[str], list[int]]:
    """The generated files, each once; what cannot be read is told, and its exit status kept."""
    from tableau2net.generated import generated_files

    found, statuses = dict[str, str](), list[int]()
    for path in paths:
        for each in generated_files(path):
            if isinstance(each, InputError):
                tell(each)
                statuses.append(each.status)
            else:
                found.setdefault(os.path.realpath(each), each)
    return list(found.values()), statuses


def _judged(outcome: Outcome, update: bool) -> tuple[str, str, int]:
    """What the table says of a file, what was done to it, and the exit status that it asks for."""
    from tableau2net.files import write_atomically

    state = outcome.state
    if state is None:
        tell(outcome.error)
        return "not made: its call is refused", "left alone", outcome.status
    if not update or state.content is None:
        return state.words, "", 0 if state.is_current else _NOT_CURRENT
    if state.is_guarded:
        return state.words, "left alone", _NOT_CURRENT
    file = Path(outcome.file)
    try:
        with unwritable_refused(file):
            write_atomically(file, state.content)
    except InputError as error:
        tell(error)
        return state.words, "not written", error.status
    return state.words, "made again", 0
