"""What was found, in the words of a claim that fails."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.verify.conditions.order import Found


def truth(found: Found, wanted: int) -> str:
    """Which order it is, and where it is lower than wanted why."""
    if found.order is None:
        return found.reason
    higher = found.order > wanted
    return f"the order is {found.order}" + ("" if higher else f": {found.violation or found.reason}")


def differs(what: str, claimed: int | None, found: int | None, reason: str = "") -> Iterator[str]:
    """A number that was found against the one that is claimed; `reason` says why none was found, or none higher."""
    if claimed is None or claimed == found:
        return
    if found is None:
        so = reason or "nothing is found of it"
    else:
        so = f"it is {found}" + (f": {reason}" if reason and found < claimed else "")
    yield f"{what} {claimed} is claimed, but {so}"
