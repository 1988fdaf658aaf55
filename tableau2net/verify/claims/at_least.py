"""An order that is asked for, or more."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.words import truth


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.at_least is None else f"order {claims.at_least} or more"


def failures(claims: Claims, found: Findings) -> Iterator[str]:
    """The order of the formula against what is asked for."""
    asked, order = claims.at_least, found.order.order
    if asked is not None and (order is None or order < asked):
        yield f"order {asked} or more is asked for, but {truth(found.order, asked)}"
