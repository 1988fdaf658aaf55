"""On this machine, each trial in one of a few processes."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterable
from multiprocessing import get_context, parent_process, set_start_method
from multiprocessing.connection import Connection, wait
from threading import Thread

from tableau2net.compare.records import Record
from tableau2net.compare.runners import ATTEMPTS, TURN, Runs
from tableau2net.compare.trial import Trial
from tableau2net.data import DataSet
from tableau2net.emit.loading import reason
from tableau2net.errors import InputError, TableauError, TrainingError
from tableau2net.train.machine import Machine


def run(trials: Iterable[Trial], data: DataSet, machine: Machine, workers: int, address: str | None) -> Runs:
    """Yield each trial with what came of it, as it ends, None where none does. Raises InputError for an address."""
    if address is not None:
        raise InputError("this runner takes no address", None, address, "--runner ray")
    queue, again = iter(trials), list[Trial]()
    crew, deaths = list[Worker](), Counter[Trial]()
    try:
        while True:
            while sum(each.trial is not None for each in crew) < workers:
                trial = again.pop() if again else next(queue, None)
                if trial is None:
                    break
                free = [each for each in crew if each.trial is None]
                if not free:
                    crew.append(Worker(data, machine))
                (free or crew)[-1].begin(trial)
            busy = {each.pipe: each for each in crew if each.trial is not None}
            if not busy:
                return
            ended = wait(list(busy), TURN)
            if not ended:
                yield None
            for pipe in ended:
                worker = busy[pipe]  # type: ignore[index]  # what was waited for
                trial, result = worker.end()
                if result is None:
                    crew.remove(worker)
                    deaths[trial] += 1
                    if deaths[trial] < ATTEMPTS:
                        again.append(trial)
                        continue
                    result = TrainingError(f"its process died {ATTEMPTS} times: {worker.death()}")
                yield trial, result
    finally:
        for worker in crew:
            worker.process.kill()
            worker.process.join()


class Worker:
    """A process that trains one trial after the other, `trial` at present, and the pipe to it.

    Raises TrainingError where the system gives no process, or no memory to hand it the data in.
    """

    def __init__(self, data: DataSet, machine: Machine) -> None:
        context = get_context("spawn")
        self.trial: Trial | None = None
        self.pipe, end = context.Pipe()
        self.process = context.Process(target=_serve, args=(end, data, machine), daemon=True)
        # Ctrl-C reaches all processes of a terminal; this one alone decides what is to be done.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self.process.start()
        except (OSError, RuntimeError) as error:  # the second is torch's
            raise TrainingError(f"no process can be started: {reason(error)}") from None
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        end.close()

    def begin(self, trial: Trial) -> None:
        self.trial = trial
        try:
            self.pipe.send(trial)
        except OSError:  # a process that has died meanwhile is found to have so when it is waited for
            return

    def end(self) -> tuple[Trial, Record | TableauError | None]:
        """The trial that ended, with what came of it; None where the process has died."""
        trial, self.trial = self.trial, None
        assert trial is not None
        try:
            return trial, self.pipe.recv()
        except (EOFError, OSError):
            return trial, None

    def death(self) -> str:
        """How the process ended."""
        self.process.join()
        code = self.process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"exit status {code}"


def _serve(pipe: Connection, data: DataSet, machine: Machine) -> None:
    """Train what comes, for as long as there is somebody to train it for."""
    os.dup2(2, 1)  # what is printed while training is not the result of the command
    set_start_method(
        "fork", force=True
    )  # whose semaphores have no names that a killed process would leave behind
    Thread(target=_follow, daemon=True).start()
    while True:
        try:
            trial: Trial = pipe.recv()
        except EOFError:
            return
        pipe.send(trial.attempt(data, machine))


def _follow() -> None:
    """End this process when the one that started it ends, however that may be."""
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
