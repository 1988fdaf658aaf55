"""example-name: what the package has, and which of it is read.

Where its claims come from; this paragraph stands above its table.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheme import Scheme


def read() -> Iterator[Scheme]:
    """Its schemes, in the order of the package."""
    raise NotImplementedError("example-name is not written yet")
