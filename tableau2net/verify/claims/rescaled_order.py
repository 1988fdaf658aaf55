"""The order after the slopes are rescaled."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import Objection, differs

HELP = "Once h f is multiplied by a constant, the method has the order that is claimed."


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.rescaled_order is None else f"order {claims.rescaled_order} after rescaling"


def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """The order after rescaling."""
    return differs("order after rescaling", claims.rescaled_order, found.rescaled_order)
