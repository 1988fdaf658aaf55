"""`example-name`: what it is for, in a few words."""

from __future__ import annotations

from typing import Annotated

import typer

from tableau2net.cli.completers import document

EXAMPLES = (("tableau2net example-name rk4", "what this call is for"),)


def command(
    reference: Annotated[
        str, typer.Argument(metavar="REF", autocompletion=document, help="A catalogue name, a path, or -.")
    ],
) -> None:
    """What it does, in one sentence: the help."""
    raise NotImplementedError("example-name is not written yet")
