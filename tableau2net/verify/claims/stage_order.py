"""The order of the stages."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import Objection, differs

HELP = "Every stage has the order that is claimed, which limits the order that is seen on stiff problems."


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.stage_order is None else f"stage order {claims.stage_order}"


def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """The order that all stages have."""
    return differs("stage order", claims.stage_order, found.stage_order)
