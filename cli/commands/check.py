"""`check`: verify every claim of schemes, and of the schemes that networks are made with."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..completers import document, one_of
from ..options import READERS, ReportFormat
from ..reporting import format_named, print_reports

if TYPE_CHECKING:
    from tableau2net.checking.listing import Listing
    from tableau2net.checking.reports import Report

_NEW_OBJECTS = 50_000

EXAMPLES = (
    ("tableau2net check rk4 gauss:7", "schemes of the catalogue"),
    ("tableau2net check my_scheme.yaml --order 3", "is its order what it claims, and at least 3?"),
    ("tableau2net check solver.py --format json", "the tableaux in a source, which is not run"),
    ("tableau2net check --all", "the whole catalogue"),
)


def command(
    references: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REF…]",
            autocompletion=document,
            help="A catalogue name, or a document, a source or a folder of them; - for standard input. "
            "Without REF: what [tool.tableau2net] lists in pyproject.toml.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every scheme of the catalogue.")] = False,
    order: Annotated[
        int | None, typer.Option(min=0, metavar="P", help="Require at least this order.")
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="READER",
            autocompletion=one_of(READERS),
            help=f"Read REF with this reader, whatever its name: {', '.join(READERS)}.",
        ),
    ] = None,
    changed: Annotated[
        bool,
        typer.Option(
            "--changed",
            help="The REFs are files that changed: skip those that are not listed, or have no tableaux.",
        ),
    ] = False,
    form: ReportFormat = "text",
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Same as --format json: a list with an object for each REF in order."),
    ] = False,
) -> None:
    """Prove or refute what schemes claim, or leave it open: order, stage order, nodes, stability.

    A source is a file that contains tableaux: code, LaTeX, a table, XML. It is read, never run.
    """
    name = format_named(form, as_json)
    with _seldom_collected():
        print_reports(_reports(references, every, order, reader, changed), name)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Within it, cycles are looked for after so many new objects: proofs make a great many small ones, in no cycles."""
    usual = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _reports(
    references: list[str] | None, every: bool, order: int | None, reader: str | None, changed: bool
) -> Iterator[Report]:
    """What is asked for, as it is found."""
    from tableau2net.checking import reports

    if changed:
        if every or reader is not None:
            raise typer.BadParameter("--changed takes files of any kind: leave out --all and --as")
        yield from reports.changed(references or [], _listing(), order)
        return
    named = [*(references or []), *(_schemes() if every else [])]
    for reference in _watched(named):
        yield reports.report(reference, reader, order)
    if named:
        return
    listing = _listing()
    if listing is None:
        raise typer.BadParameter(
            "name a scheme, pass --all, or list files in [tool.tableau2net] of pyproject.toml"
        )
    if reader is not None:
        raise typer.BadParameter("--as needs a REF: name one")
    yield from reports.listed(listing, order)


def _listing() -> Listing | None:
    from tableau2net.checking import listing

    return listing.nearest(Path.cwd())


def _schemes() -> list[str]:
    from tableau2net.read import catalogue

    return [entry.name for entry in catalogue() if entry.kind != "network"]


def _watched(references: list[str]) -> Iterator[str]:
    """The references; with a progress bar where there are many and somebody watches standard error alone."""
    if len(references) < 10 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield from references
        return
    with typer.progressbar(references, file=sys.stderr) as bar:
        yield from bar
