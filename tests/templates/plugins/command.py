"""`example-name`: what it is for, in a few words."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    reference: Annotated[str, typer.Argument(metavar="REF", help="A catalogue name, a path, or -.")],
) -> None:
    """What it does, in one sentence: the help."""
    raise NotImplementedError("example-name is not written yet")
