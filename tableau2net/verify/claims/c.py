"""The abscissae."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.c is None else "the abscissae c"


def failures(claims: Claims, found: Findings) -> Iterator[str]:
    """Each abscissa that is not what the coefficients make it, as the prover tells it."""
    if found.abscissae is not None:
        yield from found.abscissae
    elif claims.c is not None:
        yield f"the abscissae c are claimed, but {found.reason('c') or 'nothing is found of them'}"
