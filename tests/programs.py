"""The command line in processes that have everything loaded: forked from one that loads it once and computes nothing.

A process that imports what trains computes for six seconds before it reads its arguments. What a test does to it, by
signals and limits, is the same where it was forked. How a program begins, and its workers and those of torchrun, is
seen of those that tests start by `subprocess`.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import re
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from multiprocessing.reduction import DupFd
from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryFile
from typing import Any

from tableau2net.cli import main as command

LOADED = [
    "pytest",
    "sklearn.datasets",
    "tableau2net.cli",
    "tableau2net.compare.sweep",
    "tableau2net.data.kinds.digits",
    "tableau2net.train.run",
    "torch.distributed.launcher.api",
    "torch.utils.tensorboard",
]


def loaded() -> ForkServerContext:
    """Where multiprocessing forks from a process that has loaded everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    return context


@atexit.register
def _left() -> None:
    """What a test that failed has left running, and multiprocessing would wait for."""
    for each in multiprocessing.active_children():
        each.kill()


class Program:
    """A command in a process of its own, used as those of `subprocess.Popen` are.

    `first` is called in the process before `run` is, with the arguments; both are sent there by their names.
    """

    def __init__(
        self,
        arguments: list[str],
        *,
        cwd: Path | None = None,
        first: Callable[[], object] | None = None,
        run: Callable[[list[str]], int] = command,
    ) -> None:
        self._arguments = arguments
        self._files = TemporaryFile(), TemporaryFile()  # noqa: SIM115  # closed with this
        files = [DupFd(file.fileno()) for file in self._files]
        self._process = loaded().Process(target=_run, args=(arguments, files, cwd or Path.cwd(), first, run))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """The exit status, negative where a signal ended it. Raises TimeoutExpired."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutExpired(self._arguments, timeout)
        return self._process.exitcode

    def communicate(self, timeout: float = 300) -> tuple[str, str]:
        """What it has printed when it has ended. Raises TimeoutExpired."""
        self.wait(timeout)
        return self.printed(0), self.printed(1)

    def printed(self, which: int) -> str:
        """What it has printed until now: its output, 0, or errors, 1."""
        number = self._files[which].fileno()
        return os.pread(number, os.fstat(number).st_size, 0).decode("utf-8", "replace")

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def _run(
    arguments: list[str],
    files: list[Any],
    cwd: Path,
    first: Callable[[], object],
    run: Callable[[list[str]], int],
) -> None:
    for number, file in enumerate(files, 1):
        os.dup2(file.detach(), number)
    os.chdir(cwd)
    if first is not None:
        first()
    sys.exit(run(arguments))


def beside_epochs(errors: str) -> list[str]:
    """What standard error has besides the line for each epoch."""
    epoch = re.compile(
        r"epoch \d+/\d+: train loss \S+, error \S+ %(; validation loss \S+, error \S+ %)?; \S+ s"
    )
    return [line for line in errors.splitlines() if not epoch.fullmatch(line)]
