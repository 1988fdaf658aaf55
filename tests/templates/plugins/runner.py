"""Where trials run, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tableau2net.compare.records import Record
from tableau2net.compare.trial import Trial
from tableau2net.data import DataSet
from tableau2net.errors import TableauError
from tableau2net.train.machine import Machine


def run(
    trials: Sequence[Trial], data: DataSet, machine: Machine, workers: int, address: str | None
) -> Iterator[tuple[Trial, Record | TableauError]]:
    """Yield each trial with what came of it, as it ends."""
    raise NotImplementedError("example-name is not written yet")
