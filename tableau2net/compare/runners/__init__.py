"""Who runs trials: one file a runner, with `run(trials, data, machine, workers, address)`.

It takes a trial when there is a process to run it, and yields each with its record as it ends, or with the failure that
ended it; None where none has ended for `TURN` seconds, so that whoever waits can see to other things. A trial whose
process dies is run again, `ATTEMPTS` times in all. Where it is closed it leaves no process behind.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tableau2net.errors import InputError
from tableau2net.plugins import Function, Kind
from tableau2net.read import suggest

if TYPE_CHECKING:
    from tableau2net.compare.records import Record
    from tableau2net.compare.trial import Trial
    from tableau2net.data import DataSet
    from tableau2net.errors import TableauError
    from tableau2net.train.machine import Machine

ATTEMPTS = 3
TURN = 0.5
Runs: TypeAlias = "Generator[tuple[Trial, Record | TableauError] | None, None, None]"

KIND = Kind(
    name="runner",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Function(
            "run",
            "trials: Iterable[Trial], data: DataSet, machine: Machine, workers: int, address: str | None",
            "Runs",
        ),
    ),
)


class Runner(Protocol):
    """What every file of this package defines as `run`."""

    def __call__(
        self, trials: Iterable[Trial], data: DataSet, machine: Machine, workers: int, address: str | None
    ) -> Runs: ...


def runner(name: str) -> Runner:
    """The runner of a name. Raises InputError."""
    if name not in KIND.names:
        raise InputError(
            "there is no runner of this name", None, repr(name), suggest.expected(name, KIND.names)
        )
    found: Runner = KIND.load(name).run
    return found
