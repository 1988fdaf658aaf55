"""The form, and where it is specified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tableau2net.checking.reports import Report


def render(reports: Iterable[Report]) -> Iterator[str]:
    """The reports as …"""
    raise NotImplementedError("example-name is not written yet")
