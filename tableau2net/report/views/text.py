"""text: for a terminal, as wide as it is."""

from __future__ import annotations

from tableau2net.report.overview import Overview


def render(overview: Overview, width: int | None) -> str:
    """The tableau drawn with lines, and what is proved; or a network in a few lines."""
    return overview.text(width) + "\n"
