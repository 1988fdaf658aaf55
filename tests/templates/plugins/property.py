"""What is found of a scheme, in one sentence, and where the theory stands."""

from __future__ import annotations

from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD
from tableau2net.analyse.subject import Subject

TITLE = "Example name"
DEFINED_FOR = (ONE_FIELD,)


def find(subject: Subject) -> tuple[Finding, ...]:
    """What is found; nothing where there is nothing to say."""
    raise NotImplementedError("example-name is not written yet")
