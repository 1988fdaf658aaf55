"""The file of results: one trained network is one line of JSON, and a line is written once and never changed.

Several processes may append to one file. A process that is killed while it writes leaves a last line without its end:
readers leave that out, and the next to append cuts it off.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic_core import from_json

from tableau2net.errors import InputError, Position
from tableau2net.files import appended, content_of, reason
from tableau2net.shown import counted
from tableau2net.written import Written, parsed

KEY = ("network", "digest", "seed", "checksum", "recipe_digest", "epochs", "precision")  # what is trained
OUTCOME = ("error", "loss", "train_loss", "parameters", "macs", "evaluations")  # what that decides
_START = b'{"network": "'  # of every line

Count = Annotated[int, Field(ge=0, le=2**63)]
Measure = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Record(Written):
    """One trained network: its name, or NAME@RECIPE where it has a recipe of its own, and what came of it.

    Errors are in percent of the whole test set after the last epoch, times in seconds. A loss may have gone to infinity
    or NaN (JSON as Python writes it); all other numbers are of something measured.
    """

    CALLED: ClassVar[str] = "record of a trained network"

    network: str
    digest: str  # of the canonical network document
    seed: Annotated[int, Field(ge=0)]
    data: str
    checksum: str  # of the data
    train_images: Count
    test_images: Count
    recipe: str
    recipe_digest: str
    epochs: Count
    error: Measure
    loss: float
    train_loss: float
    parameters: Count
    macs: Count
    evaluations: Count
    step_time: Measure
    seconds: Measure
    version: str
    torch: str
    precision: str = "32-true"  # of lines that were written before it could be chosen

    @property
    def key(self) -> tuple[str | int, ...]:
        """What is trained: there is one record of it."""
        return tuple(getattr(self, name) for name in KEY)

    @property
    def setting(self) -> tuple[str | int, ...]:
        """What two records have to agree in, if their networks are to be compared."""
        return (self.checksum, self.train_images, self.test_images, self.epochs, self.precision)

    def contradicts(self, other: Record) -> str:
        """Where another record of the same key tells another outcome; nothing where they agree."""
        for name in OUTCOME:
            here, there = (repr(getattr(each, name)) for each in (self, other))  # NaN is NaN
            if here != there:
                return f"{name} {here}, and {there}"
        return ""


def read(path: Path | str) -> list[Record]:
    """All records of a file, in its order; of several that agree on one trained network, the first.

    Raises InputError, with the line, for one that is no record and for one that contradicts another; and where the file
    cannot be read.
    """
    held = content_of(path, "a file of records")
    found: dict[tuple[str | int, ...], tuple[int, Record]] = {}
    for number, text in enumerate(_lines(held), start=1):
        place = Position(str(path), number, 1)
        record = parsed(text, Record, place)
        earlier, first = found.setdefault(record.key, (number, record))
        if difference := record.contradicts(first):
            what = f"{record.network} with seed {record.seed}: {difference} in line {earlier}"
            raise InputError("this was trained before, with another result", place, what, "one of the lines")
    return [record for _, record in found.values()]


def append(path: Path | str, record: Record) -> None:
    """Write a record at the end of a file, and its folders if they are not there; on return it is on the disk.

    Raises InputError where the file cannot be written; it is then as it was.
    """
    text = line(record).encode() + b"\n"
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with appended(path) as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # until the file is closed
            file.seek(0)
            held = file.read()
            whole = held if _is_whole(held) else held[: _end(held)]
            file.truncate(len(whole))
            try:
                _write(file.fileno(), b"\n" + text if len(whole) > _end(whole) else text)
            except OSError:
                file.truncate(len(whole))
                raise
    except OSError as error:
        place = Position(str(path))
        raise InputError("this cannot be written", place, reason(error), "a file of records") from None


def line(record: Record) -> str:
    """A record as it stands in the file, without the end of the line."""
    return json.dumps(record.model_dump(), ensure_ascii=False)


def networks(records: Iterable[Record]) -> dict[str, list[Record]]:
    """The records of each network, in the order of first appearance.

    Raises InputError where they cannot be compared: their data, epochs or precision differ, or one name stands for
    several networks or recipes.
    """
    found: dict[str, list[Record]] = {}
    first: Record | None = None
    for record in records:
        first = first or record
        if record.setting != first.setting:
            raise InputError(
                "these records are of different data, epochs or precision",
                None,
                f"{_setting(first)}; and {_setting(record)}",
                "one of them for all",
            )
        same = found.setdefault(record.network, [])
        for digest, what in (("digest", "networks"), ("recipe_digest", "recipes")):
            if same and getattr(same[0], digest) != getattr(record, digest):
                digests = f"{getattr(same[0], digest)[:12]}, {getattr(record, digest)[:12]}"
                raise InputError(f"{record.network} names two {what}", None, digests, "one digest")
        same.append(record)
    return found


def _setting(record: Record) -> str:
    return (
        f"{record.train_images} + {record.test_images} images of {record.data} ({record.checksum[:8]}), "
        f"{counted(record.epochs, 'epoch')}, {record.precision}"
    )


def _lines(held: bytes) -> Iterator[bytes]:
    """The lines, without one that a process did not end because it was killed."""
    lines = held.split(b"\n")
    if not lines[-1] or not _is_whole(held):
        lines.pop()
    yield from lines


def _is_whole(held: bytes) -> bool:
    """Whether nothing is to be cut off: the last line is ended, or lacks its end alone, or was never one of ours."""
    last = held[_end(held) :]
    if not last or not (last.startswith(_START) or _START.startswith(last)):
        return True
    try:
        from_json(last)
    except ValueError:
        return False
    return True


def _end(held: bytes) -> int:
    """How many bytes all ended lines are."""
    return held.rfind(b"\n") + 1


def _write(file: int, text: bytes) -> None:
    """All of it, onto the disk. Raises OSError."""
    while text:
        text = text[os.write(file, text) :]
    os.fsync(file)
