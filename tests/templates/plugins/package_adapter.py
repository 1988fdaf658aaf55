"""example-name: which of its objects have coefficients, and what it claims of them."""

from __future__ import annotations

from typing import Any

EXPECTED = "an object of example-name with coefficients"


def keys(value: Any) -> dict[str, Any] | None:
    """The coefficients of an object."""
    raise NotImplementedError("example-name is not written yet")
