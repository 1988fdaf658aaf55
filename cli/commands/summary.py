"""`summary`: what networks cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tableau2net.shown import wrapped
from tableau2net.table import Cell, table

from ..completers import network
from ..messages import page, say, say_json_of_each
from ..options import AllowCustom, Set

if TYPE_CHECKING:
    from tableau2net.report.summary import Part, Summary

_ITERATED = (
    "Stage equations are solved to a tolerance: the counts include one evaluation of them for each step."
)
_NUMBERS = ("parameters", "multiply–adds", "evaluations", "receptive field", "activations")

EXAMPLES = (
    ("tableau2net summary resnet20", "part by part"),
    ("tableau2net summary resnet20 lm_resnet20 rkcnn_e", "networks side by side"),
)


def command(
    references: Annotated[
        list[str],
        typer.Argument(metavar="REF…", autocompletion=network, help="Networks: catalogue name, path, or -."),
    ],
    overrides: Set = None,
    allow_custom: AllowCustom = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: an object, or a list of them for several REFs.")
    ] = False,
) -> None:
    """Count parameters, multiply-adds, field evaluations and kept activations; measure the receptive field."""
    from tableau2net.pipeline import certified
    from tableau2net.read import load_network

    documents = [load_network(reference, overrides or []) for reference in references]
    for document in documents:
        certified(document)
    from tableau2net.emit.trust import allowing
    from tableau2net.report.summary import summary

    with allowing(allow_custom):
        summaries = [summary(document) for document in documents]
    if as_json:
        say_json_of_each([each.as_json() for each in summaries])
    elif len(summaries) == 1:
        say(_parts(summaries[0]))
    else:
        say(_side_by_side(summaries))


def _parts(summary: Summary) -> str:
    heading = f"{summary.name}: {summary.title}" if summary.title else summary.name
    rows: list[list[Cell]] = [
        [part.name, part.content, *_costs(part), _shape(part.shape)] for part in summary.parts
    ]
    rows.append(["total", "", *_costs(summary), ""])
    drawn = table(["part", "made of", *_NUMBERS, "result"], rows, page())
    images = (
        f"For one image of {_shape(summary.input)}; the total's receptive field is that of the last state.\n"
        "Activations are the values that are kept for the backward pass in training."
    )
    notes = images + (f"\n{_ITERATED}" if summary.per_iteration else "")
    return "\n\n".join([wrapped(heading, page()), drawn, wrapped(notes, page())])


def _side_by_side(summaries: list[Summary]) -> str:
    rows: list[list[Cell]] = [
        [
            summary.name,
            *_costs(summary),
            _shape(summary.input) + (", per iteration" if summary.per_iteration else ""),
        ]
        for summary in summaries
    ]
    drawn = table(["network", *_NUMBERS, "for"], rows, page())
    return (
        f"{drawn}\n\n{wrapped(_ITERATED, page())}"
        if any(summary.per_iteration for summary in summaries)
        else drawn
    )


def _costs(of: Summary | Part) -> list[Cell]:
    kept: Cell = "" if of.activations is None else of.activations
    return [of.parameters, of.macs, of.evaluations, of.receptive_field, kept]


def _shape(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))
