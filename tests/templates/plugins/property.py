"""What is found of a scheme, in one sentence, and where the theory stands."""

from __future__ import annotations

from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.subject import Subject

TITLE = "Example name"


def find(subject: Subject) -> tuple[Finding, ...]:
    """What is found of which schemes; nothing of others."""
    raise NotImplementedError("example-name is not written yet")
