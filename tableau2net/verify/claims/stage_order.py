"""The order of the stages."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.words import differs


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.stage_order is None else f"stage order {claims.stage_order}"


def failures(claims: Claims, found: Findings) -> Iterator[str]:
    """The order that all stages have."""
    return differs("stage order", claims.stage_order, found.stage_order, found.reason("stage_order"))
