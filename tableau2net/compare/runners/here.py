"""On this machine, each trial in one of a few processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from tableau2net.compare.records import Record
from tableau2net.compare.runners import ATTEMPTS
from tableau2net.compare.trial import Trial
from tableau2net.data import DataSet
from tableau2net.errors import InputError, TableauError, TrainingError
from tableau2net.train.machine import Machine

_kept: list[DataSet] = []  # of a process: the data, sent once


def run(
    trials: Sequence[Trial], data: DataSet, machine: Machine, workers: int, address: str | None
) -> Iterator[tuple[Trial, Record | TableauError]]:
    """Yield each trial with what came of it, as it ends. Raises InputError for an address."""
    if address is not None:
        raise InputError("this runner knows no addresses", None, address, "--runner ray")
    left, deaths = list(trials), Counter[Trial]()
    while left:
        try:
            for trial, result in _round(left, data, machine, workers):
                left.remove(trial)
                yield trial, result
        except BrokenProcessPool:
            # Which trial's process died is not told; those that were running are the first in the list.
            suspects = left[:workers]
            deaths.update(suspects)
            for trial in [each for each in suspects if deaths[each] == ATTEMPTS]:
                left.remove(trial)
                yield trial, TrainingError(f"its process died {ATTEMPTS} times")


def _round(
    trials: Sequence[Trial], data: DataSet, machine: Machine, workers: int
) -> Iterator[tuple[Trial, Record | TableauError]]:
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_keep, initargs=(data,)) as pool:
        pending: dict[Future[Record | TableauError], Trial] = {}
        queue = list(trials)
        while queue or pending:
            while queue and len(pending) < workers:
                trial = queue.pop(0)
                pending[pool.submit(_trained, trial, machine)] = trial
            ended, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in ended:
                yield pending.pop(future), future.result()


def _keep(data: DataSet) -> None:
    _kept[:] = [data]


def _trained(trial: Trial, machine: Machine) -> Record | TableauError:
    return trial.attempt(_kept[0], machine)
