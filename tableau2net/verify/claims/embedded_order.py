"""The order of the embedded weights."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import Objection, Refuted, objection, truth

HELP = (
    "The embedded weights b_hat have the order that is claimed: step sizes are chosen by the difference "
    "of the two."
)


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.embedded_order is None else f"embedded order {claims.embedded_order}"


def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """The order of the embedded weights, where there are any."""
    claimed = claims.embedded_order
    if claimed is None:
        return
    if found.embedded is None:
        yield Refuted(f"embedded order {claimed} is claimed, but there are no embedded weights b_hat")
    elif not (holds := found.embedded.known.equals(claimed)):
        message = f"embedded order {claimed} is claimed, but {truth(found.embedded, claimed)}"
        yield from objection(holds, message)
