"""The schedules, one file each: its `SECTION` has its keys, and `factor(step, steps)` scales the learning rate."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from tableau2net.plugins import Class, Function, Kind

KIND = Kind(
    name="schedule",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Class("SECTION", "kind", (Function("factor", "self, step: int, steps: int", "float"),)),),
)


class Schedule(Protocol):
    """What every section of this package is."""

    def factor(self, step: int, steps: int) -> float:
        """The factor of the learning rate in step number `step`, from 0, of `steps`."""
        ...
