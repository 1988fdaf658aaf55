"""The order between a starting method and its inverse."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import Objection, differs

HELP = "Between a starting method and its inverse the method has the order that is claimed."


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.effective_order is None else f"effective order {claims.effective_order}"


def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """The effective order."""
    return differs("effective order", claims.effective_order, found.effective_order)
