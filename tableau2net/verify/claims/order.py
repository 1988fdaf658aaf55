"""The order."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.words import truth


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.order is None else f"order {claims.order}"


def failures(claims: Claims, found: Findings) -> Iterator[str]:
    """The order of the formula against the claim."""
    if claims.order is not None and claims.order != found.order.order:
        yield f"order {claims.order} is claimed, but {truth(found.order, claims.order)}"
