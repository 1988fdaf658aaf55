"""`show`: a scheme's tableau and what is proved of it, or a network in a few lines."""

from __future__ import annotations

from typing import Annotated

import typer

from tableau2net.errors import ClaimError

from ..completers import change, document
from ..messages import say

EXAMPLES = (
    ("tableau2net show dopri5", "a scheme of the catalogue"),
    ("tableau2net show gauss:3", "a member of a family"),
    ("tableau2net show my_scheme.yaml", "a document of your own"),
    ("tableau2net show rkcnn_e", "a network"),
)


def command(
    reference: Annotated[
        str, typer.Argument(metavar="REF", autocompletion=document, help="A catalogue name, a path, or -.")
    ],
    overrides: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", autocompletion=change, help="Replace a key; * is every item."
        ),
    ] = None,
) -> int:
    """Draw a tableau, with its properties and its reference; or describe a network."""
    from tableau2net.read import load
    from tableau2net.report.overview import overview

    found = overview(load(reference, overrides or []))
    say(str(found))
    return ClaimError.status if any(each.refuted for each in found.certificates) else 0
