"""The order."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import Objection, objection, truth

HELP = (
    "The order that is claimed is the order of the method, neither less nor more: every order condition "
    "up to it holds, and one of the next order does not."
)


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.order is None else f"order {claims.order}"


def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """The order of the formula against the claim."""
    claimed = claims.order
    if claimed is not None and not (holds := found.order.known.equals(claimed)):
        yield from objection(holds, f"order {claimed} is claimed, but {truth(found.order, claimed)}")
