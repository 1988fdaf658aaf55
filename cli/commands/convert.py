"""`convert`: a scheme in another notation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tableau2net.errors import InputError, Position

from ..files import is_standard_output, target, write
from ..messages import send
from ..sources import READERS, is_source, source

if TYPE_CHECKING:
    from tableau2net.notations import Found
    from tableau2net.read import SchemeDocument

WRITERS = ("c", "diffrax", "json", "julia", "latex", "markdown", "nodepy", "yaml")


def command(
    reference: Annotated[
        str,
        typer.Argument(
            metavar="SRC[:NAME]",
            help="A catalogue name, a document or a source, and which of the tableaux there: its name or its line.",
        ),
    ],
    notation: Annotated[
        str, typer.Option("--to", metavar="NOTATION", help=f"One of {', '.join(WRITERS)}.")
    ] = "yaml",
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Where to, if not standard output.")
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option("--as", metavar="READER", help=f"Read SRC so, whatever its name: {', '.join(READERS)}."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write a scheme in another notation: YAML, LaTeX, Markdown, JSON, Julia, C, a class of diffrax or of nodepy.

    Numbers stay as they are, exactly. Code is read, never run.
    """
    from tableau2net.notations.writers import KIND
    from tableau2net.read import suggest

    if notation not in KIND.names:
        expected = suggest.expected(notation, KIND.names)
        raise InputError("there is no such notation", None, repr(notation), expected)
    document = _document(reference, reader)
    try:
        text: str = KIND.load(notation).write(document)
    except InputError as error:
        raise error.placed(reference) from None
    if output is None or is_standard_output(output):
        send(text)
        return
    if target(output).exists() and not force:
        raise InputError("this file is there already", Position(output), "a file", "another name, or --force")
    write(output, text)


def _document(reference: str, reader: str | None) -> SchemeDocument:
    """The scheme of a reference. Raises InputError."""
    from tableau2net.read import load_scheme

    place, name = _parted(reference)
    if not is_source(place, reader):
        return load_scheme(reference)
    from tableau2net.notations import Found, judge, read_source

    found = [each for each in read_source(source(place), reader).outcomes if isinstance(each, Found)]
    chosen = [each for each in found if not name or name in (each.name, str(each.position.line))]
    if len(chosen) != 1:
        what = "there is no such tableau" if not chosen else "there is more than one such tableau"
        raise InputError(what, Position(place), repr(name) if name else f"{len(found)}", _names(place, found))
    judgement = judge(chosen[0])
    return judgement.found.document(judgement.taken)


def _parted(reference: str) -> tuple[str, str]:
    """A source, and which of its tableaux is meant."""
    from pathlib import Path

    place, colon, name = reference.rpartition(":")
    if not colon or Path(reference).exists() or not (place == "-" or Path(place).exists()):
        return reference, ""
    return place, name


def _names(place: str, found: list[Found]) -> str:
    """What may be written after the colon."""
    if not found:
        return "a Butcher tableau"
    names = [each.name for each in found]
    words = [each.name if names.count(each.name) == 1 else str(each.position.line) for each in found[:20]]
    more = f", and {len(found) - 20} more" if len(found) > 20 else ""
    return f"{place}: and one of {', '.join(words)}{more}"
