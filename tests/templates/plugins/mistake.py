"""example-name: what is written by mistake, and what it means."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.read.correction import Correction
from tableau2net.read.yaml_tree import Mapping


def corrections(document: Mapping) -> Iterator[Correction]:
    """The document as it is meant, where its shape and its numbers say that it is written so."""
    raise NotImplementedError("example-name is not written yet")
