"""`show`: a scheme's tableau and what is proved of it, or a network in a few lines."""

from __future__ import annotations

from typing import Annotated

import typer

from tableau2net.errors import ClaimError, InputError

from ..completers import document, one_of
from ..messages import page, say
from ..options import Set

EXAMPLES = (
    ("tableau2net show dopri5", "a scheme of the catalogue"),
    ("tableau2net show gauss:3", "a member of a family"),
    ("tableau2net show my_scheme.yaml", "a document of your own"),
    ("tableau2net show rkcnn_e", "a network"),
    ("tableau2net show rk4 --format latex", "for a paper"),
)


VIEWS = ("html", "json", "latex", "markdown", "text")


def command(
    reference: Annotated[
        str, typer.Argument(metavar="REF", autocompletion=document, help="A catalogue name, a path, or -.")
    ],
    overrides: Set = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            autocompletion=one_of(VIEWS),
            help=f"One of {', '.join(VIEWS)}; json has numbers whole.",
        ),
    ] = "text",
) -> int:
    """Draw a tableau, with its properties and its reference; or describe a network."""
    from tableau2net.read import suggest
    from tableau2net.report.views import KIND

    if form not in KIND.names:
        raise InputError("there is no such format", None, repr(form), suggest.expected(form, KIND.names))
    from tableau2net.read import load
    from tableau2net.report.overview import overview

    found = overview(load(reference, overrides or []))
    say(KIND.load(form).render(found, page()), end="", heading=form == "text")
    return ClaimError.status if any(each.refuted for each in found.certificates) else 0
