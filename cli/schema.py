"""`schema`: JSON Schema of the documents, for editors."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer


class Kind(StrEnum):
    """Which documents."""

    scheme = "scheme"
    network = "network"


def command(kind: Annotated[Kind, typer.Argument(help="Which documents.")]) -> None:
    """Print the JSON Schema of scheme or network documents."""
    from tableau2net.read import json_schema

    typer.echo(json.dumps(json_schema(kind.value), indent=2, ensure_ascii=False))
