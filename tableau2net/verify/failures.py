"""Claims against what was found, told in words: one line for each that fails."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.verify.claims import Claims
from tableau2net.verify.conditions.order import Found


def order_failures(claims: Claims, at_least: int | None, found: Found) -> Iterator[str]:
    """The order against the claim, and against what is asked for."""
    if claims.order is not None and claims.order != found.order:
        yield f"order {claims.order} is claimed, but {_truth(found, claims.order)}"
    if at_least is not None and (found.order is None or found.order < at_least):
        yield f"order {at_least} or more is asked for, but {_truth(found, at_least)}"


def _truth(found: Found, wanted: int) -> str:
    if found.order is None:
        return found.reason
    higher = found.order > wanted
    return f"the order is {found.order}" + ("" if higher else f": {found.violation or found.reason}")


def embedded_failures(claims: Claims, embedded: Found | None) -> Iterator[str]:
    """The order of the embedded weights against the claim."""
    claimed = claims.embedded_order
    if claimed is None:
        return
    if embedded is None:
        yield f"embedded order {claimed} is claimed, but there are no embedded weights b_hat"
    elif embedded.order != claimed:
        yield f"embedded order {claimed} is claimed, but {_truth(embedded, claimed)}"


def differs(what: str, claimed: int | None, found: int | None, reason: str = "") -> Iterator[str]:
    """A number that was found against the one that is claimed."""
    if claimed is not None and claimed != found:
        truth = f"it is {found}" if found is not None else reason or "there is none"
        yield f"{what} {claimed} is claimed, but {truth}"


def stability_failures(claims: Claims, stable: bool | None, remark: str) -> Iterator[str]:
    """Zero-stability against the claim; `remark` is what there is to say of it."""
    if claims.zero_stable is None or claims.zero_stable == stable:
        return
    claimed = "zero-stability is" if claims.zero_stable else "that it is not zero-stable is"
    truth = {True: "it is zero-stable", False: "it is not zero-stable", None: remark}[stable]
    yield f"{claimed} claimed, but {remark or truth}"
