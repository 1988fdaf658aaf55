"""`schema`: JSON Schema of the documents, for editors."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ..messages import say_json


class Kind(StrEnum):
    """Which documents."""

    scheme = "scheme"
    network = "network"
    recipe = "recipe"


def command(kind: Annotated[Kind, typer.Argument(help="Which documents.")]) -> None:
    """Print the JSON Schema of scheme, network or recipe documents."""
    from tableau2net.read.schema import described, json_schema

    if kind is Kind.recipe:
        from tableau2net.recipes import Recipe

        schema = described(Recipe, "recipe")
    else:
        schema = json_schema("network" if kind is Kind.network else "scheme")
    say_json(schema)
