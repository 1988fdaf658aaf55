"""example-name: who reads it."""

from __future__ import annotations

from tableau2net.report.overview import Overview


def render(overview: Overview, width: int | None) -> str:
    """The scheme or the network in this format. Raises InputError where it cannot be shown so."""
    raise NotImplementedError("example-name is not written yet")
