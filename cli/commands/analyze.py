"""`analyze`: what a scheme is like beyond its order, and a picture of where it is stable."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tableau2net.files import write_atomically

from ..completers import change, scheme
from ..files import target, unwritable_refused
from ..messages import say, say_json

if TYPE_CHECKING:
    from tableau2net.read import SchemeDocument

EXAMPLES = (
    ("tableau2net analyze dopri5", "stability, structure, error"),
    ("tableau2net analyze radau_iia3 --json", "the same for programs"),
    ("tableau2net analyze rk4 --plot rk4.svg", "where it is stable, as a picture"),
)


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="REF", autocompletion=scheme, help="A scheme: catalogue name, path, or -."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    digits: Annotated[
        int, typer.Option(min=1, max=200, metavar="N", help="Decimal places of irrational numbers.")
    ] = 10,
    residuals: Annotated[
        bool, typer.Option("--residuals", help="List the principal error, condition by condition.")
    ] = False,
    order: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="The highest power of h in the modified equation.")
    ] = None,
    picture: Annotated[
        str | None,
        typer.Option(
            "--plot", metavar="FILE", help="Draw stability region and order star: .pdf, .png or .svg."
        ),
    ] = None,
    overrides: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", autocompletion=change, help="Replace a key; * is every item."
        ),
    ] = None,
) -> None:
    """Find a scheme's stability, structure, reversibility and modified equation, each exactly."""
    from tableau2net.analyse import analyse
    from tableau2net.read import load_scheme

    file = None if picture is None else _picture(picture)
    document = load_scheme(reference, overrides or [])
    analysis = analyse(document, digits=digits, residuals=residuals, order=order)
    if file is not None:
        _draw(document, file)
    if as_json:
        say_json(analysis.as_json())
    else:
        say(analysis.describe())


def _picture(name: str) -> Path:
    """The file of this name, told to be none before anything is computed. Raises InputError."""
    from tableau2net.report.sheet import check_suffix

    file = target(name)
    check_suffix(file)
    return file


def _draw(document: SchemeDocument, file: Path) -> None:
    from tableau2net.analyse.picture.plot import plot

    content = plot(document.method, file.suffix.lower())
    with unwritable_refused(file):
        write_atomically(file, content)
