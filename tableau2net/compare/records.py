"""The file of results: one trained network is one line of JSON, and a line is written once and never changed.

Several processes may append to one file. A process that is killed while it writes leaves a last line without its end:
readers leave that out, and the next to append cuts it off.
"""

from __future__ import annotations

import fcntl
import json
import math
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from tableau2net.errors import InputError, Position
from tableau2net.files import appended, content

# By name: annotations are text in this file.
TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float)}
WORDS = {"str": "a text", "int": "an integer", "float": "a number"}
# A loss may have gone to infinity or NaN (JSON as Python writes it); all other numbers are of something measured.
UNBOUNDED = {"loss", "train_loss"}
KEY = ("network", "digest", "seed", "checksum", "recipe_digest", "epochs")  # what is trained


@dataclass(frozen=True, slots=True)
class Record:
    """One trained network: its name, or NAME@RECIPE where it has a recipe of its own, and what came of it.

    Errors are in percent of the whole test set after the last epoch, times in seconds.
    """

    network: str
    digest: str  # of the canonical network document
    seed: int
    data: str
    checksum: str  # of the data
    train_images: int
    test_images: int
    recipe: str
    recipe_digest: str
    epochs: int
    error: float
    loss: float
    train_loss: float
    parameters: int
    macs: int
    evaluations: int
    step_time: float
    seconds: float
    version: str
    torch: str

    @property
    def key(self) -> tuple[str | int, ...]:
        """What is trained: there is one record of it."""
        return tuple(getattr(self, name) for name in KEY)

    @property
    def setting(self) -> tuple[str | int, ...]:
        """What two records have to agree in, if their networks are to be compared."""
        return (self.checksum, self.train_images, self.test_images, self.epochs)


def read(path: Path | str) -> list[Record]:
    """All records of a file, in its order.

    Raises InputError, with the line, for one that is no record and for one that was there before; and where the file
    cannot be read.
    """
    try:
        held = content(path)
    except OSError as error:
        place = Position(str(path))
        raise InputError("this cannot be read", place, _reason(error), "a file of records") from None
    whole, unfinished = _split(held)
    lines = whole.split(b"\n")[:-1] + ([unfinished] if _parses(unfinished) else [])
    found: dict[tuple[str | int, ...], int] = {}
    records = []
    for number, line in enumerate(lines, start=1):
        record = _record(line, Position(str(path), number, 1))
        if record.key in found:
            what = f"{record.network} with seed {record.seed}, as in line {found[record.key]}"
            raise InputError(
                "this was trained before", Position(str(path), number, 1), what, "one record of it"
            )
        found[record.key] = number
        records.append(record)
    return records


def append(path: Path | str, record: Record) -> None:
    """Write a record at the end of a file, and its folders if they are not there; on return it is on the disk.

    Raises InputError where the file cannot be written.
    """
    line = json.dumps(asdict(record), ensure_ascii=False).encode() + b"\n"
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with appended(path) as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # until the file is closed
            file.seek(0)
            whole, unfinished = _split(file.read())
            if _parses(unfinished):
                line = b"\n" + line
            else:
                file.truncate(len(whole))
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        place = Position(str(path))
        raise InputError("this cannot be written", place, _reason(error), "a file of records") from None


def networks(records: Iterable[Record]) -> dict[str, list[Record]]:
    """The records of each network, in the order of first appearance.

    Raises InputError where they cannot be compared: their data or epochs differ, or one name stands for several
    networks or recipes.
    """
    found: dict[str, list[Record]] = {}
    first: Record | None = None
    for record in records:
        first = first or record
        if record.setting != first.setting:
            raise InputError(
                "these records are of different data or epochs",
                None,
                f"{_setting(first)}; and {_setting(record)}",
                "one of them for all",
            )
        same = found.setdefault(record.network, [])
        for digest, what in (("digest", "networks"), ("recipe_digest", "recipes")):
            if same and getattr(same[0], digest) != getattr(record, digest):
                digests = f"{getattr(same[0], digest)[:12]}, {getattr(record, digest)[:12]}"
                raise InputError(f"{record.network} stands for two {what}", None, digests, "one digest")
        same.append(record)
    return found


def _setting(record: Record) -> str:
    return (
        f"{record.train_images} + {record.test_images} images of {record.data} ({record.checksum[:8]}), "
        f"{record.epochs} epochs"
    )


def _split(content: bytes) -> tuple[bytes, bytes]:
    """All whole lines, and what stands after the last of them."""
    end = content.rfind(b"\n") + 1
    return content[:end], content[end:]


def _parses(line: bytes) -> bool:
    try:
        json.loads(line.decode())
    except ValueError:
        return False
    return True


def _record(line: bytes, place: Position) -> Record:
    try:
        found: Any = json.loads(line.decode())
    except ValueError:
        raise InputError("this is no record", place, "other text", "a line of JSON") from None
    if not isinstance(found, dict):
        raise InputError("this is no record", place, "another value", "a JSON object")
    wanted = {field.name: str(field.type) for field in fields(Record)}
    for problem, names in (("lacks", wanted.keys() - found.keys()), ("adds", found.keys() - wanted.keys())):
        if names:
            raise InputError(
                "this is no record", place, f"it {problem} {', '.join(sorted(names))}", "its keys"
            )
    for name, kind in wanted.items():
        if not _is(found[name], kind, name in UNBOUNDED):
            value = json.dumps(found[name], ensure_ascii=False)[:60]
            raise InputError(f"the {name} of a record is {WORDS[kind]}", place, value)
    return Record(**found)


def _is(value: object, kind: str, unbounded: bool) -> bool:
    if isinstance(value, bool) or not isinstance(value, TYPES[kind]):
        return False
    return unbounded or not isinstance(value, float) or math.isfinite(value)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
