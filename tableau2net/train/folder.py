"""The folder of a training: what was asked for, what came of it, and all that it takes to go on.

run.json        what was asked for; a folder is resumed with nothing else
last.ckpt       the last checkpoint, whole
best.ckpt       where images are held out for validation: that of the least error on them
logs/           CSV, one file for every time that the training was started
tensorboard/    the same, for TensorBoard
network.py      the network as source that stands alone
weights.pt      its weights after the last epoch, which the class in network.py loads
result.json     the test after the last epoch
curves.svg      the learning curves
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tableau2net.errors import InputError, Position, TrainingError
from tableau2net.files import write_atomically
from tableau2net.train.machine import distributed


@dataclass(frozen=True)
class Folder:
    """One of them, by its path."""

    path: Path

    @property
    def checkpoint(self) -> Path:
        return self.path / "last.ckpt"

    @property
    def logs(self) -> list[Path]:
        """The CSV files, in the order in which they were begun."""
        files = self.path.glob("logs/version_*/metrics.csv")
        return sorted(files, key=lambda file: int(file.parent.name.removeprefix("version_")))

    def begin(self, asked: dict[str, Any], *, resume: bool, again: bool = False) -> Path | None:
        """Make the folder, or find that it holds this training; the checkpoint to go on from, if there is one.

        `resume` is what the user asks for; `again` says that the processes of this very call were started again.

        Raises InputError where it cannot be written, where it holds other files or another training, and where it holds
        this one and `resume` is false; and where `resume` is true of a folder without a checkpoint. Without `resume`, a
        training that left no checkpoint is begun anew.
        """
        run = self.path / "run.json"
        place = Position(str(self.path))
        try:
            if resume and not again and not self.checkpoint.exists():
                raise InputError(
                    "there is nothing to resume", place, "no last.ckpt", "a training's folder, or no --resume"
                )
            self.path.mkdir(parents=True, exist_ok=True)
            if not run.exists() and any(self.path.iterdir()):
                raise InputError("this folder holds other files", place, "", "a new or an empty folder")
            if not self.checkpoint.exists():
                write(run, asked)
                return None
            held = json.loads(run.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            found = error.strerror if isinstance(error, OSError) else "a run.json that is no JSON"
            raise InputError("this cannot be a training's folder", place, found or str(error)) from None
        if not resume and not again:
            expected = "--resume to go on with it, or another --output"
            raise InputError("this folder holds a training", place, held.get("network", "run.json"), expected)
        for key, value in asked["identity"].items():
            if held.get("identity", {}).get(key) != value:
                found = f"another {key}"
                raise InputError("this folder holds another training", place, found, "the same to resume")
        return self.checkpoint

    def present(self) -> Path | None:
        """The checkpoint, if there is one."""
        return self.checkpoint if self.checkpoint.exists() else None

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Around the training: tells what is left of it if it fails. Raises TrainingError."""
        try:
            yield
        except SystemExit:  # Lightning's answer to an interruption
            raise KeyboardInterrupt from None
        except TrainingError as error:
            raise TrainingError(f"{error}; {self._left()}") from None
        except OSError as error:
            where = f": {error.filename}" if error.filename else ""
            raise TrainingError(f"training ended: {error.strerror or error}{where}; {self._left()}") from None
        except RuntimeError as error:
            if not distributed():
                raise
            told = " ".join(str(error).split())
            raise TrainingError(
                f"training ended, as another process may have: {told}; {self._left()}"
            ) from None

    def _left(self) -> str:
        if not self.checkpoint.exists():
            return "no checkpoint had been written"
        return f"the last good checkpoint is kept: {self.checkpoint}"


def write(target: Path, value: object) -> None:
    """Write JSON, whole or not at all. Raises OSError."""
    write_atomically(target, json.dumps(value, indent=2, ensure_ascii=False) + "\n")
