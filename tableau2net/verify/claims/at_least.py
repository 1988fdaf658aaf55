"""An order that is asked for, or more."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import Objection, objection, truth

HELP = "The method has at least the order that is asked for: every order condition up to it holds."


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.at_least is None else f"order {claims.at_least} or more"


def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """The order of the formula against what is asked for."""
    least = claims.at_least
    if least is not None and not (holds := found.order.known.reaches(least)):
        yield from objection(holds, f"order {least} or more is asked for, but {truth(found.order, least)}")
