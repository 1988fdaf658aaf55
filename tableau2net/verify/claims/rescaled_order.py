"""The order after the slopes are rescaled."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.words import differs


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.rescaled_order is None else f"order {claims.rescaled_order} after rescaling"


def failures(claims: Claims, found: Findings) -> Iterator[str]:
    """The order after rescaling."""
    reason = found.reason("rescaled_order")
    return differs("order after rescaling", claims.rescaled_order, found.rescaled_order, reason)
