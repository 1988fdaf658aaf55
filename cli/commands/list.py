"""`list`: the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from tableau2net.errors import InputError

from ..messages import say, say_json


def command(
    kind: Annotated[
        str | None, typer.Option(help="Only what is of this kind; recipe for those of train.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """List the catalogue: schemes and networks by name."""
    from tableau2net.read import suggest
    from tableau2net.read.catalogue import DOCUMENTS, RECIPES, catalogue

    every = catalogue((*DOCUMENTS, RECIPES))
    kinds = sorted({entry.kind for entry in every})
    if kind is not None and kind not in kinds:
        expected = suggest.expected(kind, kinds)
        raise InputError("the catalogue has nothing of this kind", None, repr(kind), expected)
    chosen = [entry for entry in every if kind == entry.kind or (kind is None and entry.kind != "recipe")]
    if as_json:
        rows = [{"name": entry.name, "kind": entry.kind, "title": entry.title} for entry in chosen]
        say_json(rows)
        return
    names = max((len(entry.name) for entry in chosen), default=0)
    widths = max((len(entry.kind) for entry in chosen), default=0)
    for entry in chosen:
        say(f"{entry.name:<{names}}  {entry.kind:<{widths}}  {entry.title}".rstrip())
