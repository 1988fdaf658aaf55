"""Who runs trials: one file a runner, with `run(trials, data, machine, workers, address)`.

It yields each trial with its record as it ends, or with the failure that ended it. A trial whose process dies is run
again, `ATTEMPTS` times in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from tableau2net.errors import InputError
from tableau2net.read import suggest
from tableau2net.read.registry import names

if TYPE_CHECKING:
    from tableau2net.compare.records import Record
    from tableau2net.compare.trial import Trial
    from tableau2net.data import DataSet
    from tableau2net.errors import TableauError
    from tableau2net.train.machine import Machine

ATTEMPTS = 3


class Runner(Protocol):
    """What every file of this package defines as `run`."""

    def __call__(
        self, trials: Sequence[Trial], data: DataSet, machine: Machine, workers: int, address: str | None
    ) -> Iterator[tuple[Trial, Record | TableauError]]: ...


def runner(name: str) -> Runner:
    """The runner of a name. Raises InputError."""
    import tableau2net.compare.runners as package

    known = names(package)
    if name not in known:
        raise InputError("no runner has this name", None, repr(name), suggest.expected(name, known))
    found: Runner = import_module(f"{__name__}.{name}").run
    return found
