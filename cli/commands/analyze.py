"""`analyze`: what a scheme is like beyond its order, and a picture of where it is stable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tableau2net.errors import InputError
from tableau2net.files import write_atomically
from tableau2net.shown import visible

from ..completers import scheme
from ..files import target, unwritable_refused
from ..messages import say, say_json_of_each
from ..options import Set, Style

if TYPE_CHECKING:
    from tableau2net.read import SchemeDocument

EXAMPLES = (
    ("tableau2net analyze dopri5", "stability, structure, error"),
    ("tableau2net analyze radau_iia3 --json", "the same for programs"),
    ("tableau2net analyze rk4 --plot rk4.svg", "where it is stable, as a picture"),
    (
        "tableau2net analyze rk4 dopri5 --plot both.pdf --panel region",
        "two regions in one picture, for a paper",
    ),
)


def command(
    references: Annotated[
        list[str],
        typer.Argument(metavar="REF…", autocompletion=scheme, help="Schemes: catalogue name, path, or -."),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: an object, or a list of them for several REFs.")
    ] = False,
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
    panels: Annotated[
        list[str] | None,
        typer.Option("--panel", metavar="NAME", help="Draw this panel alone: region, or star."),
    ] = None,
    styles: Style = None,
    overrides: Set = None,
) -> None:
    """Find a scheme's stability, structure, reversibility and modified equation, each exactly."""
    from tableau2net.analyse import analyse
    from tableau2net.read import load_scheme

    drawing = None if picture is None else _drawing(picture, panels or (), styles or ())
    if drawing is None and (panels or styles):
        given = "--panel" if panels else "--style"
        raise InputError("there is no picture to draw", None, f"{given} without --plot", "--plot FILE")
    documents = [load_scheme(reference, overrides or []) for reference in references]
    analyses = [analyse(document, digits=digits, residuals=residuals, order=order) for document in documents]
    if drawing is not None:
        drawing.draw(documents, references)
    if as_json:
        say_json_of_each([analysis.as_json() for analysis in analyses])
    else:
        say("\n\n".join(analysis.describe() for analysis in analyses))


@dataclass(frozen=True)
class _Drawing:
    """What is asked for of a picture."""

    file: Path
    panels: Sequence[str]
    style: dict[str, Any]

    def draw(self, documents: Sequence[SchemeDocument], references: Sequence[str]) -> None:
        """Write the picture of these schemes."""
        from tableau2net.analyse.picture.plot import plot

        methods = [document.method for document in documents]
        content = plot(methods, self.file.suffix.lower(), self.panels, self.style, references)
        with unwritable_refused(self.file):
            write_atomically(self.file, content)


def _drawing(name: str, panels: Sequence[str], styles: Sequence[str]) -> _Drawing:
    """What is asked for, refused before anything is computed where there is no such thing. Raises InputError."""
    from tableau2net.analyse.picture.plot import PANELS
    from tableau2net.read import suggest
    from tableau2net.report.sheet import check_suffix
    from tableau2net.report.style import style

    file = target(name)
    check_suffix(file)
    for panel in panels:
        if panel not in PANELS:
            expected = suggest.expected(panel, PANELS)
            raise InputError("there is no panel of this name", None, repr(visible(panel)), expected)
    return _Drawing(file, panels, style(styles))
