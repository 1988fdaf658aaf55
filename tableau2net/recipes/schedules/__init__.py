"""The schedules: a file's `SECTION` has its keys, and `factor(step, steps)` is what scales the learning rate."""

from __future__ import annotations

from typing import Protocol


class Schedule(Protocol):
    """What every section of this package is."""

    def factor(self, step: int, steps: int) -> float:
        """The factor of the learning rate in step number `step`, from 0, of `steps`."""
        ...
