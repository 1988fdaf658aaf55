"""What is claimed, in one sentence, and where the theory stands."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import Objection

HELP = "The example name is what it is claimed to be."


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return ""


def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """Each way in which what was found is not what is claimed, or why that is left open."""
    raise NotImplementedError("example-name is not written yet")
