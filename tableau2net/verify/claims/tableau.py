"""The tableau that a scheme in a form of its own is said to be."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import LeftOpen, Objection, Refuted

HELP = "The scheme that is written in a form of its own is the tableau that it is said to be, entry by entry."


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.tableau is None else "the tableau"


def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """The first entry that is not what the form makes it, as the prover tells it."""
    if claims.tableau is None or found.tableau == "":
        return
    if found.tableau is None:
        yield LeftOpen("the tableau is claimed, but nothing is found of it")
    else:
        yield Refuted(found.tableau)
