"""As tasks of Ray, on this machine or on the cluster at an address, whose machines find every file by the same path."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from typing import Any

from tableau2net.compare.records import Record
from tableau2net.compare.runners import ATTEMPTS
from tableau2net.compare.trial import Trial
from tableau2net.data import DataSet
from tableau2net.errors import InputError, TableauError, TrainingError
from tableau2net.train.machine import Machine


def run(
    trials: Sequence[Trial], data: DataSet, machine: Machine, workers: int, address: str | None
) -> Iterator[tuple[Trial, Record | TableauError]]:
    """Yield each trial with what came of it, as it ends. Raises InputError where Ray or its cluster is not there."""
    ray = _ray()
    if address is not None:
        _answers(address)
    threads = machine.threads or 1
    try:
        # A cluster has CPUs of its own; here, as many as the workers need.
        cpus = {} if address else {"num_cpus": workers * threads}
        ray.init(address=address, include_dashboard=False, log_to_driver=False, logging_level="ERROR", **cpus)
    except (ConnectionError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        found = f"{address}: {error}" if address else str(error)
        raise InputError("Ray cannot be reached", None, found, "the address of a cluster, or none") from None
    try:
        task = ray.remote(num_cpus=threads, max_retries=ATTEMPTS - 1)(Trial.attempt)
        kept = ray.put(data)
        pending = {task.remote(trial, kept, machine): trial for trial in trials}
        while pending:
            (ended,), _ = ray.wait(list(pending), num_returns=1)
            yield pending.pop(ended), _result(ray, ended)
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


def _result(ray: Any, reference: Any) -> Record | TableauError:
    try:
        result: Record | TableauError = ray.get(reference)
    except ray.exceptions.RayError as error:
        return TrainingError(f"its process died {ATTEMPTS} times: {str(error).splitlines()[0]}")
    return result


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        expected = "pip install 'tableau2net[ray]', or --runner here"
        raise InputError("this runner needs Ray", None, "no package ray", expected) from None
    return ray
