"""`convert`: a scheme in another notation."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from tableau2net.errors import InputError, Position

from ..completers import one_of, scheme
from ..files import is_standard_output, target, write
from ..messages import send
from ..options import READERS

if TYPE_CHECKING:
    from tableau2net.read import SchemeDocument

WRITERS = ("c", "diffrax", "json", "julia", "latex", "markdown", "nodepy", "yaml")

EXAMPLES = (
    ("tableau2net convert dopri5 --to julia", "a scheme of the catalogue in Julia"),
    ("tableau2net convert solver.py:tableau --to yaml -o scheme.yaml", "a tableau in a source as a document"),
)


def command(
    reference: Annotated[
        str,
        typer.Argument(
            metavar="SRC[:NAME]",
            autocompletion=scheme,
            help="A catalogue name, a document or a source; NAME, or a line number, selects one of its tableaux.",
        ),
    ],
    notation: Annotated[
        str,
        typer.Option(
            "--to", metavar="NOTATION", autocompletion=one_of(WRITERS), help=f"One of {', '.join(WRITERS)}."
        ),
    ] = "yaml",
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="The file to write; without it, standard output."
        ),
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="READER",
            autocompletion=one_of(READERS),
            help=f"Read SRC with this reader, whatever its name: {', '.join(READERS)}.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write a scheme in another notation: YAML, LaTeX, Markdown, JSON, Julia, C, a class of diffrax or of nodepy.

    Numbers are kept exactly. Code is read, never run.
    """
    from tableau2net.calls import convert

    text = convert(_document(reference, reader), notation)
    if output is None or is_standard_output(output):
        send(text)
        return
    if os.path.exists(target(output)) and not force:
        raise InputError("this file exists already", Position(output), "a file", "another name, or --force")
    write(output, text)


def _document(reference: str, reader: str | None) -> SchemeDocument:
    """The scheme of a reference. Raises InputError."""
    from tableau2net.notations import judge, read_source
    from tableau2net.notations.sources import chosen, is_source, parted, source
    from tableau2net.read import load_scheme

    place, name = parted(reference)
    if not is_source(place, reader):
        return load_scheme(reference)
    judgement = judge(chosen(read_source(source(place), reader).outcomes, place, name))
    return judgement.found.document(judgement.taken)
