"""Where trials run, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable

from tableau2net.compare.runners import Runs
from tableau2net.compare.trial import Trial
from tableau2net.data import DataSet
from tableau2net.train.machine import Machine


def run(trials: Iterable[Trial], data: DataSet, machine: Machine, workers: int, address: str | None) -> Runs:
    """Yield each trial with what came of it, as it ends, and None where none does for a while."""
    raise NotImplementedError("example-name is not written yet")
