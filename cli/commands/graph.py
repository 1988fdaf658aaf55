"""`graph`: the picture of a network, or of a scheme's step, in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tableau2net.errors import no_such_format

from ..completers import document
from ..files import is_standard_output, target, write
from ..options import Set

if TYPE_CHECKING:
    from tableau2net.graph import Graph
    from tableau2net.read import SchemeDocument

STANDARD = ".svg"  # the format of a picture on standard output, whose name has no suffix

EXAMPLES = (
    ("tableau2net graph rk4 -o rk4.svg", "the step of a scheme"),
    ("tableau2net graph resnet20 -o resnet20.dot", "a network, for Graphviz"),
)


def command(
    reference: Annotated[
        str, typer.Argument(metavar="REF", autocompletion=document, help="A catalogue name, a path, or -.")
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The file; its suffix chooses the format.")
    ],
    overrides: Set = None,
) -> None:
    """Draw a network and its steps, or one step of a scheme, as .svg, .pdf, .png, .dot, .mmd or .graphml."""
    from tableau2net.report.picture import draw, render, suffixes

    suffix = Path(output).suffix.lower()
    if is_standard_output(output):
        suffix = suffix or STANDARD
    else:
        target(output)
    if suffix not in suffixes():
        raise no_such_format("picture", output, suffix, suffixes())
    content = render(draw(_graph(reference, overrides or [])), suffix)
    write(output, content)


def _graph(reference: str, overrides: list[str]) -> Graph:
    """The graph of what is verified. Raises InputError and ClaimError."""
    from tableau2net.pipeline import certified, graph
    from tableau2net.read import SchemeDocument, load

    document = load(reference, overrides)
    if isinstance(document, SchemeDocument):
        return _step(document)
    certified(document)
    return graph(document)


def _step(document: SchemeDocument) -> Graph:
    """One step of a scheme as it is defined, with h = 1: its implicit stages solved, where they have numbers."""
    from tableau2net.graph.names import class_name
    from tableau2net.lower.step import lower_step
    from tableau2net.lower.step_options import StepOptions
    from tableau2net.optimise import optimise
    from tableau2net.pipeline import proved
    from tableau2net.read import Fused, Solve

    proved(document)
    pattern = document.method.has_pattern
    options = StepOptions(coupling="concat" if pattern else "sum", implicit=Fused() if pattern else Solve())
    return optimise(lower_step(document.method, options, f"{class_name(document.name)}Step"))
