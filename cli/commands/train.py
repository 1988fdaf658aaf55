"""`train`: a network on a data set, by a recipe."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tableau2net.shown import counted

from ..completers import network
from ..messages import note, say, say_json, tell
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
    With,
    decimal,
)

EXAMPLES = (
    ("tableau2net train resnet20", "on the digits, by the recipe `short`"),
    ("tableau2net train lm_resnet20 --data folder:photos --size 32 --recipe lm", "on images of your own"),
    ("tableau2net train resnet20 --epochs 20 --resume", "go on where it was interrupted"),
)


def command(
    reference: Annotated[
        str,
        typer.Argument(
            metavar="REF", autocompletion=network, help="The network: catalogue name, path, or -."
        ),
    ],
    data: Data = "digits",
    recipe: Recipe = "short",
    with_: With = None,
    overrides: Set = None,
    epochs: Epochs = None,
    batch: Annotated[
        int | None,
        typer.Option(min=1, help="The batch size, summed over all processes, instead of the recipe's."),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(min=0, help="The seed of the initial weights, of the images' order and of the crops."),
    ] = 0,
    output: Annotated[
        Path | None, typer.Option(help="The folder of the training.  [default: runs/NAME]")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Resume the training in the folder.")] = False,
    images: Images = None,
    size: Size = None,
    validation: Annotated[
        float,
        typer.Option(
            parser=decimal(0.0, 0.9),
            metavar="PART",
            help="The fraction of the training images to hold out, at most 0.9.",
        ),
    ] = 0.0,
    patience: Annotated[
        int | None,
        typer.Option(min=1, help="Stop after this many epochs without a smaller validation error."),
    ] = None,
    checkpoint_every: Annotated[
        int | None,
        typer.Option(min=1, help="Write a checkpoint every so many steps, as well as after each epoch."),
    ] = None,
    accelerator: Accelerator = "auto",
    precision: Arithmetic = Precision.full,
    compiled: Compiled = False,
    threads: Annotated[int | None, typer.Option(min=1, help="CPU threads for each process.")] = None,
    allow_custom: AllowCustom = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Train a network, and test it after the last epoch. The data decide channels, size and classes."""
    from tableau2net.data import load
    from tableau2net.emit.trust import allow
    from tableau2net.pipeline import tried
    from tableau2net.read import load_network
    from tableau2net.recipes import load_recipe
    from tableau2net.train.interruption import ending_with_others
    from tableau2net.train.machine import Machine, lightning_is_there, rank
    from tableau2net.train.subject import fitted

    changes = [
        *(with_ or []),
        *(f"{key}={value}" for key, value in (("epochs", epochs), ("batch", batch)) if value),
    ]
    if allow_custom:
        allow()
    lightning_is_there()
    with ending_with_others(tell):
        document = load_recipe(recipe, changes)
        if reference != "-":
            tried(load_network(reference, overrides or []))  # its faults are told before the data are read
        subject = fitted(reference, overrides or [], load(data, size=size, images=images), document, seed)
        tried(subject.document)
        folder = output or Path("runs") / subject.document.name
        from tableau2net.train.run import Options, run  # Lightning takes seconds to load

        watched = sys.stderr.isatty()
        report = None if watched else note
        options = Options(validation, patience, checkpoint_every, resume, watched, report)
        outcome = run(subject, Machine(accelerator, precision.value, threads, compiled), folder, options)
    if rank() > 0:
        return
    if as_json:
        say_json({"network": subject.document.name, "folder": str(folder), **outcome.as_json()})
    else:
        tested = f"{outcome.error:.2f} % error on {len(subject.data.test):,} test images"
        say(
            f"{subject.document.name}: {tested} after {counted(outcome.epochs, 'epoch')}, {outcome.seconds:.0f} s"
        )
        say(f"{folder}: weights.pt for the class in network.py, curves.svg, logs, tensorboard")
