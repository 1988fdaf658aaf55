"""The order of the embedded weights."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.words import truth


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.embedded_order is None else f"embedded order {claims.embedded_order}"


def failures(claims: Claims, found: Findings) -> Iterator[str]:
    """The order of the embedded weights, where there are any."""
    claimed = claims.embedded_order
    if claimed is None:
        return
    if found.embedded is None:
        yield f"embedded order {claimed} is claimed, but there are no embedded weights b_hat"
    elif found.embedded.order != claimed:
        yield f"embedded order {claimed} is claimed, but {truth(found.embedded, claimed)}"
