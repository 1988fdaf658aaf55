"""`list`: the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from ..messages import say, say_json


def command(
    kind: Annotated[
        str | None, typer.Option(help="Only what is of this kind; recipe for those of train.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """List the catalogue: schemes and networks by name."""
    from tableau2net.calls import list as listed

    chosen = listed(kind)
    if as_json:
        rows = [{"name": entry.name, "kind": entry.kind, "title": entry.title} for entry in chosen]
        say_json(rows)
        return
    names = max((len(entry.name) for entry in chosen), default=0)
    widths = max((len(entry.kind) for entry in chosen), default=0)
    for entry in chosen:
        say(f"{entry.name:<{names}}  {entry.kind:<{widths}}  {entry.title}".rstrip())
