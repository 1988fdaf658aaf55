"""Who runs trials: one file a runner, with `run(trials, data, machine, workers, address)`.

It yields each trial with its record as it ends, or with the failure that ended it. A trial whose process dies is run
again, `ATTEMPTS` times in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

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

KIND = Kind(
    name="runner",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Function(
            "run",
            "trials: Sequence[Trial], data: DataSet, machine: Machine, workers: int, address: str | None",
            "Iterator[tuple[Trial, Record | TableauError]]",
        ),
    ),
)


class Runner(Protocol):
    """What every file of this package defines as `run`."""

    def __call__(
        self, trials: Sequence[Trial], data: DataSet, machine: Machine, workers: int, address: str | None
    ) -> Iterator[tuple[Trial, Record | TableauError]]: ...


def runner(name: str) -> Runner:
    """The runner of a name. Raises InputError."""
    if name not in KIND.names:
        raise InputError("no runner has this name", None, repr(name), suggest.expected(name, KIND.names))
    found: Runner = KIND.load(name).run
    return found
