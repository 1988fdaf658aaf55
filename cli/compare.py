"""`compare`: networks trained from the same seeds, and what is known of their differences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tableau2net.errors import InputError, TableauError

from .messages import tell

if TYPE_CHECKING:
    from tableau2net.compare.records import Record
    from tableau2net.compare.trial import Trial


def command(
    references: Annotated[
        list[str],
        typer.Argument(metavar="REF[@RECIPE]…", help="Networks; the first is what the others are compared with."),
    ],
    data: Annotated[str, typer.Option(help="KIND or KIND:PATH, as for train.")] = "digits",
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds; each trains every network once.")] = 5,
    first_seed: Annotated[int, typer.Option(min=0, help="The first seed.")] = 0,
    recipe: Annotated[str, typer.Option(help="A recipe's name or path.")] = "short",
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="KEY=VALUE", help="Replace a key of the recipe.")
    ] = None,
    overrides: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Replace a key of every network.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Epochs, instead of the recipe's.")] = None,
    images: Annotated[int | None, typer.Option(min=1, help="Train on so many images, of all classes.")] = None,
    size: Annotated[int | None, typer.Option(min=1, help="Resize and crop the images to squares.")] = None,
    results: Annotated[
        Path, typer.Option("--results", help="Where every result is kept; a second run continues it.")
    ] = Path("results.jsonl"),
    runner: Annotated[str | None, typer.Option(help="here, or ray: the default where it is installed.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Trials at once, on this machine.")] = 1,
    address: Annotated[str | None, typer.Option(help="The address of a Ray cluster.")] = None,
    threads: Annotated[int, typer.Option(min=1, help="Threads of each trial.")] = 1,
) -> int:
    """Train every network from the same seeds and tell their paired differences."""
    from tableau2net.compare.sweep import Arm, Sweep
    from tableau2net.data import load
    from tableau2net.train.machine import Machine

    arms = tuple(_arm(Arm, reference, recipe) for reference in references)
    settings = [*(with_ or []), *([f"epochs={epochs}"] if epochs else [])]
    sweep = Sweep(arms, tuple(range(first_seed, first_seed + seeds)), tuple(overrides or ()), tuple(settings))
    found, failures = sweep.run(
        load(data, size=size, images=images),
        results,
        Machine(threads=threads),
        runner_name=runner or "here",
        workers=workers,
        address=address,
        told=_told,
    )
    return 1 if failures else 0


def _arm(arm: type, reference: str, recipe: str) -> object:
    name, _, own = reference.partition("@")
    return arm(name, own or recipe)


def _told(trial: Trial, result: Record | TableauError, done: int, total: int) -> None:
    if isinstance(result, TableauError):
        tell(f"{trial.reference}, seed {trial.seed}: {result}")
    elif sys.stderr.isatty():
        print(f"{done}/{total}  {trial.reference}  seed {trial.seed}  error {result.error:.2f}", file=sys.stderr)
