"""As tasks of Ray, on this machine or on the cluster at an address, whose machines find every file by the same path."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import redirect_stdout
from itertools import islice
from typing import Any

from tableau2net.compare.records import Record
from tableau2net.compare.runners import ATTEMPTS, TURN, Runs
from tableau2net.compare.trial import Trial
from tableau2net.data import DataSet
from tableau2net.emit.loading import reason
from tableau2net.errors import InputError, TableauError, TrainingError
from tableau2net.train.machine import Machine


def run(trials: Iterable[Trial], data: DataSet, machine: Machine, workers: int, address: str | None) -> Runs:
    """Yield each trial with what came of it, as it ends, None where none does.

    Raises InputError where Ray or its cluster is not there.
    """
    ray = _ray()
    if address is not None:
        _answers(address)
    # There Ray prints, from a thread of its own, that a worker died; what came of its trial is told.
    with redirect_stdout(None):
        yield from _tasks(ray, trials, data, machine, workers, address)


def _tasks(
    ray: Any, trials: Iterable[Trial], data: DataSet, machine: Machine, workers: int, address: str | None
) -> Runs:
    threads = machine.threads or 1
    try:
        # A cluster has CPUs of its own; here, as many as the workers need.
        cpus = {} if address else {"num_cpus": workers * threads}
        ray.init(
            address=address, include_dashboard=False, log_to_driver=False, logging_level="CRITICAL", **cpus
        )
    except (ConnectionError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        found = f"{address}: {error}" if address else str(error)
        raise InputError("Ray cannot be reached", None, found, "the address of a cluster, or none") from None
    try:
        task = ray.remote(num_cpus=threads, max_retries=ATTEMPTS - 1)(Trial.attempt)
        kept, queue = ray.put(data), iter(trials)
        pending: dict[Any, Trial] = {}
        while True:
            at_once = workers if address is None else _at_once(ray, threads)
            for trial in islice(queue, max(0, at_once - len(pending))):
                pending[task.remote(trial, kept, machine)] = trial
            if not pending:
                return
            ended, _ = ray.wait(list(pending), num_returns=1, timeout=TURN)
            if not ended:
                yield None
            for each in ended:
                yield pending.pop(each), _result(ray, each)
    finally:
        ray.shutdown()


def _answers(address: str) -> None:
    """Find out in seconds what Ray takes minutes to say. Raises InputError where nobody listens at HOST:PORT."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not (host and port.isdigit()):
        if address == "auto":
            return
        raise InputError(
            "this is no address of a cluster", None, address, "HOST:PORT, ray://HOST:PORT or auto"
        )
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except (OSError, OverflowError) as error:
        found = f"{address}: {error}"
        raise InputError("Ray cannot be reached", None, found, "the address of a cluster, or none") from None


def _at_once(ray: Any, threads: int) -> int:
    """How many trials the cluster is given: twice what it can run, so that one that grows by demand does so."""
    return 2 * max(1, int(ray.cluster_resources().get("CPU", 0)) // threads)


def _result(ray: Any, reference: Any) -> Record | TableauError:
    try:
        result: Record | TableauError = ray.get(reference)
    except ray.exceptions.RayTaskError as error:  # the trial could not even be begun
        return TrainingError(reason(error.cause))
    except ray.exceptions.RayError as error:
        return TrainingError(f"its process died {ATTEMPTS} times: {reason(error)}")
    return result


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        expected = "pip install 'tableau2net[ray]', or --runner here"
        raise InputError("this runner needs Ray", None, "no package ray", expected) from None
    return ray
