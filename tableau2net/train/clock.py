"""How long a step takes."""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import Any

import lightning.pytorch as lightning


class Clock(lightning.Callback):
    """The seconds from the start of each step to that of the next, within an epoch."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._seconds: list[float] = []

    def on_train_batch_start(self, *_: Any) -> None:
        now = perf_counter()
        if self._last is not None:
            self._seconds.append(now - self._last)
        self._last = now

    def on_train_epoch_end(self, *_: Any) -> None:
        self._last = None

    @property
    def median(self) -> float | None:
        """The median, in seconds; None where no epoch had two steps."""
        return median(self._seconds) if self._seconds else None
