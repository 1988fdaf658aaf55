"""As tasks of Ray, on this machine or on the cluster at an address, whose machines find every file by the same path."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from itertools import islice
from typing import Any

from tableau2net.compare.keeper import kept
from tableau2net.compare.records import Record
from tableau2net.compare.runners import ATTEMPTS, TURN, Runs
from tableau2net.compare.trial import Trial
from tableau2net.data import DataSet
from tableau2net.emit.loading import reason
from tableau2net.errors import InputError, TableauError, TrainingError
from tableau2net.extras import absent
from tableau2net.train.machine import Machine

_LONGEST = 28  # characters of a folder for Ray's


def run(trials: Iterable[Trial], data: DataSet, machine: Machine, workers: int, address: str | None) -> Runs:
    """Yield each trial with what came of it, as it ends, None where none does.

    Raises InputError where Ray or its cluster is not there.
    """
    ray, threads = _ray(), machine.threads or 1
    # There Ray prints, from a thread of its own, that a worker died; what came of its trial is told.
    with redirect_stdout(None), _session(ray, address, workers * threads):
        task = ray.remote(num_cpus=threads, max_retries=ATTEMPTS - 1)(Trial.attempt)
        sent, queue = ray.put(data), iter(trials)
        pending: dict[Any, Trial] = {}
        while True:
            at_once = workers if address is None else _at_once(ray, threads)
            for trial in islice(queue, max(0, at_once - len(pending))):
                pending[task.remote(trial, sent, machine)] = trial
            if not pending:
                return
            ended, _ = ray.wait(list(pending), num_returns=1, timeout=TURN)
            if not ended:
                yield None
            for each in ended:
                yield pending.pop(each), _result(ray, each)


@contextmanager
def _session(ray: Any, address: str | None, cpus: int) -> Iterator[None]:
    """Within it Ray runs: on this machine, with so many CPUs, and after it, or after the end of this process, none of
    its processes and none of its files are left; or on the cluster at an address, which has CPUs of its own. Raises
    InputError where it cannot be reached."""
    with ExitStack() as stack:
        try:
            if address is None:
                folder = stack.enter_context(kept(_place()))
                # Ray lets everybody into its own folder, but not into the one around it.
                own = {"num_cpus": cpus, "_temp_dir": os.path.join(folder, "r")}
            else:
                _answers(address)
                own = {"address": address}
            ray.init(include_dashboard=False, log_to_driver=False, logging_level="CRITICAL", **own)
        except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
            raise _unreached(address, error) from None
        stack.callback(ray.shutdown)
        yield


def _place() -> str:
    """Where Ray's files may lie: the path of a socket has 107 characters at most, and Ray needs most of them."""
    temporary = os.environ.get("TMPDIR", "/tmp")
    return os.environ.get("RAY_TMPDIR") or (temporary if len(temporary) <= _LONGEST else "/tmp")


def _unreached(address: str | None, error: Exception) -> InputError:
    reason = " ".join(str(error).split())
    if address is None:
        return InputError(
            "Ray cannot be started", None, reason, "a machine that Ray runs on, or --runner here"
        )
    found, expected = f"{address}: {reason}", "the address of a cluster, or none"
    return InputError("Ray cannot be reached", None, found, expected)


def _answers(address: str) -> None:
    """Find out in seconds what Ray takes minutes to say. Raises OSError where nobody listens at HOST:PORT, InputError
    where this is no address."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not (host and port.isdigit()):
        if address == "auto":
            return
        raise InputError(
            "this is not the address of a cluster", None, address, "HOST:PORT, ray://HOST:PORT or auto"
        )
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except OverflowError as error:
        raise _unreached(address, error) from None


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
        raise absent("this runner needs Ray", "ray", "ray", "--runner here") from None
    return ray
