"""Pages of example-name: what they show, and of what they are made."""

from __future__ import annotations

from collections.abc import Iterator


def make() -> Iterator[tuple[str, str | bytes]]:
    """A page, and what it shows."""
    raise NotImplementedError("example-name is not written yet")
