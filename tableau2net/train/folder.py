"""The folder of a training: what was asked for, what came of it, and all that it takes to go on.

run.json        what was asked for; a folder is resumed with nothing else
last.ckpt       the last checkpoint, whole
previous.ckpt   the one before it, should the last be damaged
best.ckpt       where images are held out for validation: that of the least error on them
logs/           CSV, one file for every time that the training was started
tensorboard/    the same, for TensorBoard
network.py      the network as source that stands alone
weights.pt      its weights after the last epoch, which the class in network.py loads
curves.svg      the learning curves
result.json     the test after the last epoch
.lock           which the process that trains here holds; the lock of a process that has died is free

`result.json` is written last of all: where it is there, everything is.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from tableau2net.errors import InputError, Interrupted, Position, TrainingError
from tableau2net.files import is_regular, reason, write_atomically
from tableau2net.train import seal
from tableau2net.train.checkpoints import identity
from tableau2net.train.notes import Asked, Result
from tableau2net.written import read

_WRITTEN = (
    "run.json",
    "last.ckpt",
    "previous.ckpt",
    "best.ckpt",
    "weights.pt",
    "network.py",
    "curves.svg",
    "result.json",
)
_ANEW = "--resume writes it again"
_PATIENCE = 30.0  # seconds in which processes that torchrun has told to end do end


@dataclass(frozen=True)
class Folder:
    """One of them, by its path."""

    path: Path

    @property
    def checkpoint(self) -> Path:
        return self.path / "last.ckpt"

    @property
    def before(self) -> Path:
        return self.path / "previous.ckpt"

    @property
    def result(self) -> Path:
        return self.path / "result.json"

    @contextmanager
    def held(self, *, resume: bool, again: bool = False) -> Iterator[None]:
        """Make the folder, and keep other trainings out of it while this one runs.

        `resume` is what the user asks for; `again` says that the processes of this very call were started again, so
        that those before may still be about to end. What killed processes left half written is taken away.

        Raises InputError where the folder cannot be written, where there is nothing to resume, and where another
        process trains in it.
        """
        place = Position(str(self.path))
        if resume and not again and not os.path.exists(self.checkpoint):
            raise InputError(
                "there is nothing to resume", place, "no last.ckpt", "a training's folder, or no --resume"
            )
        lock = FileLock(self.path / ".lock")
        if any("\udc80" <= each <= "\udcff" for each in str(self.path)):
            raise self._unfit("a name that is not UTF-8")  # which TensorBoard cannot write to
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if not self._ours() and any(self.path.iterdir()):
                raise InputError("this folder holds other files", place, "", "a new or an empty folder")
            for name in _WRITTEN:
                if not is_regular(self.path / name):
                    raise InputError(
                        "this cannot be written", Position(str(self.path / name)), "no file", "a file"
                    )
            lock.acquire(timeout=_PATIENCE if again else 0)
        except Timeout:
            expected = "another --output, or to wait until it ends"
            raise InputError("another process trains in this folder", place, "", expected) from None
        except OSError as error:
            raise self._unfit(reason(error)) from None
        try:
            self._clear()
            yield
        finally:
            lock.release()

    def begin(self, request: dict[str, Any], *, resume: bool) -> Path | None:
        """Take down what is asked for, or find that the folder holds this training: the checkpoint to go on from, if
        there is one. Without `resume`, a training that left no checkpoint is begun anew.

        Raises InputError where the folder holds another training, where it holds this one and `resume` is false, and
        where the checkpoint is damaged.
        """
        resumed = self.present()
        if resumed is not None:
            self._check(request, resume=resume)
        try:
            write(self.path / "run.json", request)
        except OSError as error:
            raise self._unfit(reason(error)) from None
        return resumed

    def present(self) -> Path | None:
        """The checkpoint, if there is one."""
        return self.checkpoint if os.path.exists(self.checkpoint) else None

    def outcome(self) -> dict[str, Any] | None:
        """What came of a training that is over and has left everything; None of others. Raises InputError where the
        file that tells it is damaged."""
        if not os.path.exists(self.result):
            return None
        return read(self.result, Result, f"the file as it was, or none: {_ANEW}").model_dump()

    def _check(self, request: dict[str, Any], *, resume: bool) -> None:
        """Refuse what is not the training of the checkpoint. Raises InputError."""
        place = Position(str(self.path))
        if not resume:
            expected = "--resume to continue it, or another --output"
            raise InputError("this folder holds a training", place, self._network(), expected)
        self._network()
        held = self._identity()
        for key, value in request["identity"].items():
            if held.get(key) != value:
                found = f"another {key}"
                raise InputError("this folder holds another training", place, found, "the same to resume")

    def _identity(self) -> dict[str, Any]:
        """Which training the checkpoint is of. Raises InputError where it is damaged."""
        with self._going_back():
            return identity(seal.load(self.checkpoint), self.checkpoint)

    @contextmanager
    def _going_back(self) -> Iterator[None]:
        """Around all that takes up the last checkpoint: where it is refused, whatever for, the error says how to go
        back."""
        try:
            yield
        except InputError as error:
            if error.position is None or error.position.file != str(self.checkpoint):
                raise
            raise InputError(error.message, error.position, error.found, self._way_back()) from None

    def _way_back(self) -> str:
        """What to do where the last checkpoint cannot be used."""
        try:
            identity(seal.load(self.before), self.before)
        except InputError:
            return "an empty folder, because there is no intact checkpoint here"
        paths = shlex.join(map(str, (self.before, self.checkpoint)))
        return f"`mv {paths}` to use the one before it"

    def _network(self) -> str:
        """What run.json says that is trained here. Raises InputError where it is damaged."""
        path = self.path / "run.json"
        if not os.path.exists(path):
            return "last.ckpt"
        return read(path, Asked, f"the file as it was, or none: {_ANEW}").network

    def _ours(self) -> bool:
        """Whether a training was begun here, were it only to be killed before it wrote anything."""
        return any(os.path.exists(self.path / name) for name in (".lock", "run.json"))

    def _clear(self) -> None:
        """Take away what killed processes left half written."""
        for name in _WRITTEN:
            for path in self.path.glob(f".{name}.*"):
                path.unlink(missing_ok=True)

    def _unfit(self, found: str) -> InputError:
        return InputError("this cannot be a training's folder", Position(str(self.path)), found)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Around the training: tells what is left of it if it fails or is ended. Raises TrainingError, Interrupted; and
        InputError where the checkpoint cannot be taken up."""
        try:
            with self._going_back():
                yield
        except (KeyboardInterrupt, SystemExit):  # the second is Lightning's answer to an interruption
            raise self._interrupted(signal.SIGINT) from None
        except Interrupted as error:
            raise self._interrupted(error.number) from None
        except TrainingError as error:
            raise TrainingError(f"{error}; {self._left()}") from None
        except OSError as error:
            place = f": {error.filename}" if error.filename else ""
            raise TrainingError(f"training ended: {error.strerror or error}{place}; {self._left()}") from None

    def _interrupted(self, number: int) -> Interrupted:
        return Interrupted(number, self._left(), "--resume" if os.path.exists(self.checkpoint) else "")

    def _left(self) -> str:
        if not os.path.exists(self.checkpoint):
            return "no checkpoint had been written"
        return f"the last good checkpoint is {self.checkpoint}"


def write(target: Path, value: object) -> None:
    """Write JSON, whole or not at all. Raises OSError."""
    write_atomically(target, json.dumps(value, indent=2, ensure_ascii=False) + "\n")
