"""The order between a starting method and its inverse."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.words import differs


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.effective_order is None else f"effective order {claims.effective_order}"


def failures(claims: Claims, found: Findings) -> Iterator[str]:
    """The effective order."""
    reason = found.reason("effective_order")
    return differs("effective order", claims.effective_order, found.effective_order, reason)
