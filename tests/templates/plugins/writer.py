"""example-name: who reads it."""

from __future__ import annotations

from tableau2net.read import SchemeDocument


def write(document: SchemeDocument) -> str:
    """The scheme in this notation. Raises InputError where the notation cannot hold it."""
    raise NotImplementedError("example-name is not written yet")
