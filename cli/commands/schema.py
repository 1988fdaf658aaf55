"""`schema`: JSON Schema of the documents, for editors."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from tableau2net.errors import InputError, Position
from tableau2net.shown import json_text

from ..files import unwritable_refused, write
from ..messages import say, say_json


class Kind(StrEnum):
    """The kind of document."""

    scheme = "scheme"
    network = "network"
    recipe = "recipe"


EXAMPLES = (
    ("tableau2net schema scheme", "the schema of schemes"),
    ("tableau2net schema --write schemas", "all of them, as files"),
)


def command(
    kind: Annotated[Kind | None, typer.Argument(help="The kind of document.")] = None,
    folder: Annotated[
        str | None,
        typer.Option("--write", metavar="DIR", help="Write KIND.schema.json for every kind into DIR."),
    ] = None,
) -> None:
    """Print the JSON Schema of scheme, network or recipe documents, or write it into a folder."""
    if folder is not None:
        for each in Kind if kind is None else (kind,):
            file = Path(folder) / f"{each}.schema.json"
            with unwritable_refused(file):
                file.parent.mkdir(parents=True, exist_ok=True)
            write(str(file), f"{json_text(_schema(each))}\n")
            say(str(file))
    elif kind is None:
        raise InputError(
            "no kind of document is given", Position("schema"), "", f"{', '.join(Kind)}, or --write DIR"
        )
    else:
        say_json(_schema(kind))


def _schema(kind: Kind) -> dict[str, Any]:
    from tableau2net.read.schema import json_schema, of_model

    if kind is Kind.recipe:
        from tableau2net.recipes import Recipe

        return of_model(Recipe, "recipe")
    return json_schema("network" if kind is Kind.network else "scheme")
