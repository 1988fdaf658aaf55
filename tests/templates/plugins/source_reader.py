"""example-name: where it is used, and in which forms tableaux stand in it."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.notations.found import Outcome
from tableau2net.notations.text import Text

SUFFIXES = (".example",)


def recognises(text: str) -> bool:
    """By what no other notation has."""
    return False


def read(source: Text) -> Iterator[Outcome]:
    """All tableaux, in the order in which they stand. Raises InputError for what is not in this notation."""
    raise NotImplementedError("example-name is not written yet")
