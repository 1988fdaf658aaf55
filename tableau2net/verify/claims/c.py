"""The abscissae."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import LeftOpen, Objection, Refuted

HELP = (
    "The nodes are those of the coefficients, the row sums of A: otherwise an equation that depends on time "
    "is evaluated at the wrong times."
)


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.c is None else "the abscissae c"


def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """Each abscissa that is not what the coefficients make it, as the prover tells it."""
    if found.abscissae is not None:
        yield from map(Refuted, found.abscissae)
    elif claims.c is not None:
        yield LeftOpen(f"the abscissae c are claimed, but {found.no_abscissae}")
