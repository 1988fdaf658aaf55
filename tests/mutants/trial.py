"""One mutant in a process of its own, forked from one that has loaded everything."""

from __future__ import annotations

import functools
import gc
import os
import resource
import signal
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any, NoReturn

import pytest
from plan import SECONDS, SLOW, TESTS
from swapping import Mutant

OPTIONS = ["-q", "-x", "-n0", "-p", "no:cacheprovider", "--no-header", "--tb=no"]
PASSED = (0, 5)  # 5: no test of a file is of that tier


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: killed by a test, endless, or alive."""

    word: str
    by: str = ""


@dataclass(frozen=True)
class Trial:
    """A process that tries something, and the file in which it tells what failed."""

    process: int
    report: IO[str]

    def outcome(self, status: int) -> Outcome:
        """Once the process has ended with this status."""
        self.report.seek(0)
        failed = self.report.read()
        self.report.close()
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            endless = number in (signal.SIGXCPU, signal.SIGKILL)
            return Outcome("endless" if endless else "killed", signal.Signals(number).name)
        return Outcome("killed", failed) if os.WEXITSTATUS(status) else Outcome("alive")


class First:
    """Remembers the first test that fails."""

    def __init__(self) -> None:
        self.failed = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid


def load(tests: Sequence[str]) -> None:
    """Import the tests, and with them all that they test, once for all trials."""
    silently(lambda: pytest.main([*OPTIONS, "--collect-only", "-qq", *map(_file, tests)]))


def silently(run: Callable[[], Any]) -> None:
    """Run without a word on standard output."""
    before, silence = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    run()
    os.dup2(before, 1)


def trial(mutant: Mutant) -> Trial:
    """The tests of its room on a mutant: the quick ones of all files, then the slow ones of some."""
    calls = [[_file(name), "-m", "not slow and not thorough"] for name in TESTS[mutant.room]]
    calls += [[_file(name), "-m", "slow and not thorough"] for name in SLOW[mutant.room]]
    return _forked(mutant.swap, calls)


def control(tests: Sequence[str]) -> Trial:
    """Tests on what is not mutated."""
    return _forked(lambda: None, [list(tests)])


def _forked(change: Callable[[], None], calls: Sequence[Sequence[str]]) -> Trial:
    report = tempfile.TemporaryFile("w+")  # noqa: SIM115 (it is read when the process has ended)
    process = os.fork()
    if process == 0:
        _child(change, calls, report)
    return Trial(process, report)


def _child(change: Callable[[], None], calls: Sequence[Sequence[str]], report: IO[str]) -> NoReturn:
    """Ends with 1 where a test failed, with 0 where none did."""
    status = 1
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        _forget()
        change()
        first = First()
        failed = next(
            (call[0] for call in calls if pytest.main([*OPTIONS, *call], [first]) not in PASSED), ""
        )
        report.write(first.failed or failed)
        status = int(bool(failed))
    except BaseException as error:
        report.write(repr(error))
    finally:
        report.flush()
        os._exit(status)


def _forget() -> None:
    """Empty the caches of the product: what was computed while everything was loaded was not the mutant's."""
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper) and str(each.__module__).startswith("tableau2net."):
            each.cache_clear()


def _file(name: str) -> str:
    return f"tests/{name}.py"
