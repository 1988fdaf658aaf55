"""example-name: which objects are of this family, and how a step of theirs is run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tableau2net.audit.child.subject import Subject

EXPECTED = "an object of example-name"


def recognises(value: Any) -> bool:
    """By what no other family has."""
    return False


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """The steps of an object. Raises Refusal for what is none."""
    raise NotImplementedError("example-name is not written yet")
