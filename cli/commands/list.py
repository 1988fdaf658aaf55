"""`list`: the catalogue."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer

from tableau2net.catalogue.index import NetworkFacts, SchemeFacts
from tableau2net.choosing import Choice, Count, Wanted, choose
from tableau2net.errors import InputError
from tableau2net.table import Cell, table

from ..completers import kind as kinds
from ..messages import note, page, say, say_json

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
        drawn = [
            table(part.heads, part.rows, page(), below=part.below)
            for part in (_schemes(chosen), _networks(chosen), _others(chosen))
            if part.rows
        ]
        for text in drawn:
            say(text, "\n" if text is drawn[-1] else "\n\n", heading=True)


@dataclass(frozen=True)
class _Part:
    """A table of what is of one kind; of its columns the last, as many as `below`, are words."""

    heads: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    below: int


def _row(choice: Choice) -> dict[str, Any]:
    """An entry as JSON has it, with what is known of it."""
    entry = choice.entry
    row = {"name": entry.name, "kind": entry.kind, "title": entry.title}
    facts = asdict(choice.facts) if choice.facts else {}
    if isinstance(choice.facts, SchemeFacts):
        facts["explicit"] = choice.facts.type == "explicit"
    return {**row, **facts}


def _schemes(chosen: list[Choice]) -> _Part:
    rows: list[tuple[Cell, ...]] = []
    for choice in chosen:
        facts, entry = choice.facts, choice.entry
        if isinstance(facts, SchemeFacts):
            stability = "L-stable" if facts.l_stable else "A-stable" if facts.a_stable else ""
            rows.append(
                (entry.name, _order(facts), facts.stages, facts.type, stability, entry.title, entry.kind)
            )
    return _Part(("scheme", "order", "stages", "type", "stability", "title", "kind"), rows, 2)


def _order(facts: SchemeFacts) -> str:
    """The order, and in brackets that of the embedded method, as names have it: 5(4)."""
    order = "-" if facts.order is None else str(facts.order)
    embedded = "-" if facts.embedded_order is None else str(facts.embedded_order)
    return f"{order}({embedded})" if facts.embedded else order


def _networks(chosen: list[Choice]) -> _Part:
    rows: list[tuple[Cell, ...]] = [
        (entry.name, facts.scheme, facts.images, facts.classes, facts.parameters, entry.title)
        for entry, facts in ((choice.entry, choice.facts) for choice in chosen)
        if isinstance(facts, NetworkFacts)
    ]
    return _Part(("network", "scheme", "images", "classes", "parameters", "title"), rows, 1)


def _others(chosen: list[Choice]) -> _Part:
    """What nothing is known of but its title."""
    rows: list[tuple[Cell, ...]] = [
        (choice.entry.name, choice.entry.title) for choice in chosen if choice.facts is None
    ]
    return _Part(("recipe", "title"), rows, 0)
