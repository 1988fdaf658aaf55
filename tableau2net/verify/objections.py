"""What stands against a claim that is not proved: it is refuted, or it is left open.

A claim is refuted where what is claimed is known not to be so, or is not defined for such a scheme. It is left open
where it may be so, and neither that nor the contrary is proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tableau2net.series.known import Known
from tableau2net.verify.conditions.order import Found


@dataclass(frozen=True, slots=True)
class Refuted:
    """What is so instead of what is claimed, in words."""

    message: str


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Why a claim is neither proved nor refuted, in words."""

    message: str


Objection = Refuted | LeftOpen


def objection(holds: bool | None, message: str) -> Iterator[Objection]:
    """None to a claim that holds; `holds` is None where that is left open."""
    if not holds:
        yield LeftOpen(message) if holds is None else Refuted(message)


def differs(what: str, claimed: int | None, found: Known) -> Iterator[Objection]:
    """A number that was found against the one that is claimed."""
    if claimed is None or (holds := found.equals(claimed)):
        return
    if found.proved is None:
        so = found.reason
    else:
        higher = found.decided and found.least > claimed
        so = f"it is {found}" + (f": {found.reason}" if found.reason and not higher else "")
    yield from objection(holds, f"{what} {claimed} is claimed, but {so}")


def truth(found: Found, wanted: int) -> str:
    """Which order it is, and where it is not known to be higher than wanted why."""
    known = found.known
    if known.proved is None:
        return known.reason
    higher = known.least > wanted
    return f"the order is {known}" + ("" if higher else f": {known.reason or found.violation}")
