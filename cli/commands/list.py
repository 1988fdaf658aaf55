"""`list`: the catalogue."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tableau2net.analyse.choosing import Choice, Count, Wanted, choose
from tableau2net.errors import InputError
from tableau2net.table import table

from ..messages import note, say, say_json


def _count(text: str) -> Count:
    try:
        return Count.of(text)
    except InputError as error:
        raise typer.BadParameter(f"found {error.found}, expected {error.expected}") from None


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD…]", help="Only what has all these words in its name, title, reference or notes."
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only what is of this kind; recipe for those of train.")
    ] = None,
    order: Annotated[
        Count | None,
        typer.Option(parser=_count, metavar="P", help="Schemes of this order; P+ for it and above."),
    ] = None,
    stages: Annotated[
        Count | None,
        typer.Option(parser=_count, metavar="S", help="Schemes of so many stages; S+ for those and more."),
    ] = None,
    explicit: Annotated[
        bool | None, typer.Option("--explicit/--implicit", help="Schemes that are explicit, or are not.")
    ] = None,
    embedded: Annotated[
        bool | None,
        typer.Option("--embedded/--no-embedded", help="Schemes with embedded weights, or without."),
    ] = None,
    a_stable: Annotated[
        bool | None, typer.Option("--a-stable/--no-a-stable", help="Schemes that are A-stable, or are not.")
    ] = None,
    l_stable: Annotated[
        bool | None, typer.Option("--l-stable/--no-l-stable", help="Schemes that are L-stable, or are not.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """List the catalogue, or what of it has some words, is of an order, or is stable so."""
    wanted = Wanted(kind, tuple(words or ()), order, stages, explicit, embedded, a_stable, l_stable)
    chosen = list(choose(wanted))
    if as_json:
        say_json([_row(choice) for choice in chosen])
    elif not chosen:
        note("nothing in the catalogue is like that")
    elif wanted.of_schemes:
        say(table(("name", "kind", "order", "stages", "", "title"), [_cells(choice) for choice in chosen]))
    else:
        names, kinds = (max(len(getattr(each.entry, key)) for each in chosen) for key in ("name", "kind"))
        for entry in (choice.entry for choice in chosen):
            say(f"{entry.name:<{names}}  {entry.kind:<{kinds}}  {entry.title}".rstrip())


def _row(choice: Choice) -> dict[str, Any]:
    """An entry as JSON has it; of a scheme that was read, with what is chosen by."""
    row = {"name": choice.entry.name, "kind": choice.entry.kind, "title": choice.entry.title}
    if choice.scheme is None:
        return row
    method = choice.scheme.method
    counts = {"order": choice.scheme.claims.order, "stages": method.stages}
    return {**row, **counts, "explicit": method.explicit, "embedded": method.b_hat is not None}


def _cells(choice: Choice) -> tuple[str | int, ...]:
    row = _row(choice)
    order = "-" if row["order"] is None else row["order"]
    traits = ["explicit" if row["explicit"] else "implicit", *(["embedded"] if row["embedded"] else [])]
    return (row["name"], row["kind"], order, row["stages"], ", ".join(traits), row["title"])
