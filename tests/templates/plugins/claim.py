"""What is claimed, in one sentence, and where the theory stands."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return ""


def failures(claims: Claims, found: Findings) -> Iterator[str]:
    """Each way in which what was found is not what is claimed."""
    raise NotImplementedError("example-name is not written yet")
