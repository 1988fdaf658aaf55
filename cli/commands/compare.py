"""`compare`: networks trained from the same seeds, and what is known of their differences."""

from __future__ import annotations

import sys
from dataclasses import asdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from tableau2net.errors import InputError, TableauError, TrainingError
from tableau2net.shown import counted
from tableau2net.table import table

from ..completers import network, plugin
from ..files import target
from ..messages import note, on_standard_error, page, say, say_json, tell
from ..options import (
    Accelerator,
    AllowCustom,
    Arithmetic,
    Compiled,
    Data,
    Epochs,
    Images,
    Precision,
    Recipe,
    Set,
    Size,
    Style,
    With,
)

if TYPE_CHECKING:
    from tableau2net.compare.records import Record
    from tableau2net.compare.trial import Trial

EXAMPLES = (
    ("tableau2net compare resnet20 lm_resnet20 --seeds 5", "does the second err less than the first?"),
    (
        "tableau2net compare resnet20 rkcnn_e@rkcnn --picture errors.svg",
        "each by a recipe of its own, with a picture",
    ),
)


def command(
    references: Annotated[
        list[str],
        typer.Argument(
            metavar="REF[@RECIPE]…",
            autocompletion=network,
            help="The networks; the others are compared with the first.",
        ),
    ],
    data: Data = "digits",
    seeds: Annotated[
        int, typer.Option(min=1, help="The number of seeds; every network is trained once from each.")
    ] = 5,
    first_seed: Annotated[int, typer.Option(min=0, help="The first seed.")] = 0,
    recipe: Recipe = "short",
    with_: With = None,
    overrides: Set = None,
    epochs: Epochs = None,
    images: Images = None,
    size: Size = None,
    results: Annotated[
        str,
        typer.Option(help="The file to which each result is added as it ends; a second run continues it."),
    ] = "results.jsonl",
    runner: Annotated[
        str | None,
        typer.Option(
            autocompletion=plugin("compare/runners"),
            help="What runs the trials: ray, or here.  [default: ray where it is installed]",
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="The number of trials at once on this machine.")] = 1,
    address: Annotated[
        str | None, typer.Option(help="The address of a Ray cluster to use instead of this machine.")
    ] = None,
    accelerator: Accelerator = "auto",
    precision: Arithmetic = Precision.full,
    compiled: Compiled = False,
    threads: Annotated[int, typer.Option(min=1, help="CPU threads for each trial.")] = 1,
    picture: Annotated[
        str | None, typer.Option(help="Draw errors and differences, to a .pdf, .png or .svg file.")
    ] = None,
    styles: Style = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the table in Markdown.")] = False,
    allow_custom: AllowCustom = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows as JSON.")] = False,
) -> int:
    """Train every network from the same seeds and report their paired differences, with 95 % intervals."""
    drawn = None if picture is None else target(picture)
    written = target(results)
    from tableau2net.compare import table as tabulated
    from tableau2net.compare.sweep import Arm, Sweep
    from tableau2net.data import load
    from tableau2net.emit.trust import allow
    from tableau2net.report.sheet import check_suffix
    from tableau2net.report.style import style
    from tableau2net.train.machine import Machine, lightning_is_there

    if drawn is not None:
        check_suffix(drawn)
    elif styles:
        raise InputError("there is no picture to draw", None, "--style without --picture", "--picture FILE")
    look = style(styles or ())
    if "-" in references:
        raise InputError("a network is read for every trial", None, "-, standard input", "files and names")
    if allow_custom:
        allow()
    lightning_is_there()
    sweep = Sweep(
        tuple(Arm.read(reference) for reference in references),
        tuple(range(first_seed, first_seed + seeds)),
        recipe,
        tuple(overrides or ()),
        (*(with_ or ()), *([f"epochs={epochs}"] if epochs else ())),
    )
    with on_standard_error():
        comparison = sweep.run(
            load(data, size=size, images=images),
            written,
            Machine(accelerator, precision.value, threads, compiled),
            runner_name=runner or ("ray" if address or find_spec("ray") else "here"),
            workers=workers,
            address=address,
            report=_report,
            waits=_waits,
        )
    found = comparison.records
    if comparison.base not in {record.network for record in found}:
        others = f"the others are compared with it; their results so far are in {written}"
        raise TrainingError(f"no trial of {comparison.base} ended well, and {others}")
    rows = tabulated.rows(found, comparison.base)
    if drawn is not None:
        from tableau2net.compare.picture import draw

        draw(
            found,
            rows,
            drawn,
            f"{found[0].data}, {counted(found[0].train_images, 'image')}, {counted(found[0].epochs, 'epoch')}",
            look,
        )
    if as_json:
        say_json([asdict(row) for row in rows])
    elif markdown:
        say(tabulated.markdown(rows), end="")
    else:
        say(table(tabulated.HEADS, tabulated.text(rows), page()), heading=True)
    return 1 if comparison.failures else 0


def _report(trial: Trial, result: Record | TableauError, done: int, total: int) -> None:
    if isinstance(result, TableauError):
        tell(f"{trial.reference}, seed {trial.seed}: {result}")
    elif sys.stderr.isatty():
        progress = f"{done}/{total}  {result.network}, seed {trial.seed}: {result.error:.2f} %"
        note(progress)


def _waits(count: int) -> None:
    trials = "1 trial is" if count == 1 else f"{count} trials are"
    note(f"{trials} being trained by another process; waiting for it")
