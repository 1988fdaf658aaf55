"""`list`: the catalogue."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from tableau2net.catalogue.index import NetworkFacts, SchemeFacts
from tableau2net.choosing import Choice, Count, Wanted, choose
from tableau2net.errors import InputError
from tableau2net.table import Cell, table

from ..completers import kind as kinds
from ..messages import note, say, say_json

EXAMPLES = (
    ("tableau2net list", "the whole catalogue"),
    ("tableau2net list dormand prince", "what has these words in its name, title, reference or notes"),
    ("tableau2net list --order 4+ --stages 3 --l-stable", "schemes by what they are"),
    ("tableau2net list --kind recipe", "the recipes of train"),
)


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
        str | None,
        typer.Option(
            autocompletion=kinds, help="Only entries of this kind; recipe lists the recipes of train."
        ),
    ] = None,
    order: Annotated[
        Count | None,
        typer.Option(
            parser=_count, metavar="P", help="Schemes of this order; P+ for this order or a higher one."
        ),
    ] = None,
    stages: Annotated[
        Count | None,
        typer.Option(
            parser=_count, metavar="S", help="Schemes with this many stages; S+ for this many or more."
        ),
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
        note("nothing in the catalogue matches")
    else:
        say("\n\n".join(filter(None, (_schemes(chosen), _networks(chosen), _others(chosen)))))


def _row(choice: Choice) -> dict[str, Any]:
    """An entry as JSON has it, with what is known of it."""
    entry = choice.entry
    row = {"name": entry.name, "kind": entry.kind, "title": entry.title}
    facts = asdict(choice.facts) if choice.facts else {}
    if isinstance(choice.facts, SchemeFacts):
        facts["explicit"] = choice.facts.type == "explicit"
    return {**row, **facts}


def _schemes(chosen: list[Choice]) -> str:
    """The schemes as a table, or nothing where there are none."""
    rows: list[tuple[Cell, ...]] = []
    for choice in chosen:
        facts, entry = choice.facts, choice.entry
        if isinstance(facts, SchemeFacts):
            stability = "L-stable" if facts.l_stable else "A-stable" if facts.a_stable else ""
            order = "" if facts.order is None else str(facts.order)
            pair = ("" if facts.embedded_order is None else str(facts.embedded_order)) or "yes"
            traits = (facts.stages, facts.type, pair if facts.embedded else "", stability)
            rows.append((entry.name, order, *traits, entry.kind, entry.title))
    heads = ("scheme", "order", "stages", "type", "embedded", "stability", "kind", "title")
    return table(heads, rows) if rows else ""


def _networks(chosen: list[Choice]) -> str:
    """The networks as a table, or nothing where there are none."""
    rows: list[tuple[Cell, ...]] = [
        (
            choice.entry.name,
            choice.facts.scheme,
            choice.facts.images,
            choice.facts.classes,
            choice.facts.parameters,
            choice.entry.title,
        )
        for choice in chosen
        if isinstance(choice.facts, NetworkFacts)
    ]
    return table(("network", "scheme", "images", "classes", "parameters", "title"), rows) if rows else ""


def _others(chosen: list[Choice]) -> str:
    """What nothing is known of but its title, as a table, or nothing where there is none."""
    rows = [(choice.entry.name, choice.entry.title) for choice in chosen if choice.facts is None]
    return table(("recipe", "title"), rows) if rows else ""
