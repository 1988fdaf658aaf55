"""What all attacks work on: a training that nothing breaks, what it leaves, and processes that do it again."""

from __future__ import annotations

import os
import resource
import select
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from kill_points import Points, differences, left, trained, unbroken_training

from tableau2net.cli import main as command

PATIENCE = 300.0  # seconds after which a process that should have ended is killed


@dataclass(frozen=True)
class Tried:
    """One attempt: what was done, in a word that is counted, and all that went wrong."""

    done: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bench:
    """A folder with documents, the options of the training, what it leaves unbroken and the points that it passes."""

    folder: Path
    call: tuple[str, ...]
    unbroken: dict[str, Any]
    points: list[str]

    @classmethod
    def made(cls, folder: Path) -> Bench:
        """Trains once."""
        call, unbroken, points = unbroken_training(folder)
        (folder / "run").rename(folder / "whole")
        return cls(folder, call, unbroken, points["names"])

    @property
    def run(self) -> Path:
        return self.folder / "run"

    def cleared(self) -> None:
        shutil.rmtree(self.run, ignore_errors=True)

    def train(
        self, points: Points | None = None, *more: str, first: Callable[[], object] = lambda: None
    ) -> tuple[int, str]:
        """The exit status of the training in a process of its own, and what it says on standard error. `first` is
        called in the process."""
        log = self.folder / "said"

        def begin() -> None:
            handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(handle, 2)
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)
            first()

        status = trained(self.folder, points or Points(None), *self.call, *more, first=begin)
        return status, log.read_text(encoding="utf-8", errors="replace")

    def resumed(self) -> list[str]:
        """Go on with what lies in the folder: what went wrong, or differs from the training that nothing broke."""
        more = ("--resume",) if (self.run / "last.ckpt").exists() else ()
        status, errors = self.train(None, *more)
        if status:
            return [f"resumed with status {status}: {errors[-300:]}"]
        return list(differences(self.unbroken, left(self.folder)))


@dataclass(frozen=True)
class Running:
    """A command in a process of its own, what it prints, and a pipe that is open for as long as any process of it."""

    process: int
    files: tuple[BinaryIO, BinaryIO]
    open: int

    @classmethod
    def begun(cls, arguments: list[str], first: Callable[[], object] = lambda: None) -> Running:
        """`first` is called in the process."""
        files = TemporaryFile(), TemporaryFile()  # noqa: SIM115  # closed when it has ended
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            status = 99
            try:
                for number, file in enumerate(files, 1):
                    os.dup2(file.fileno(), number)
                signal.setitimer(signal.ITIMER_REAL, PATIENCE)
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                first()
                status = command(arguments)
            finally:
                os._exit(status)
        os.close(writing)
        return cls(child, files, reading)

    def ended(self) -> tuple[int, str, str]:
        """The exit status, -14 where it took too long, the output and the errors."""
        status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        texts = []
        for file in self.files:
            with file:
                file.seek(0)
                texts.append(file.read().decode("utf-8", "replace"))
        return status, texts[0], texts[1]

    def all_ended(self) -> bool:
        """Whether all processes that it started end too, within a minute."""
        there = bool(select.select([self.open], [], [], 60)[0])
        os.close(self.open)
        return there


def called(arguments: list[str]) -> tuple[int, str, str]:
    """The exit status of a command in a process of its own, its output and its errors; -14 where it took too long."""
    running = Running.begun(arguments)
    ended = running.ended()
    os.close(running.open)
    return ended


def one_line(text: str) -> bool:
    """Whether this is an error as errors are told."""
    return text.startswith("error: ") and text.count("\n") == 1 and text[:-1].isprintable()


def damaged(content: bytes, draw: Random) -> tuple[str, bytes]:
    """How a file was damaged, and what it holds then."""
    kind = draw.choice(["bit flip", "truncation", "zeros", "empty", "text", "other JSON", "garbage"])
    at = draw.randrange(max(1, len(content)))
    match kind:
        case "bit flip" if content:
            return kind, content[:at] + bytes([content[at] ^ 1 << draw.randrange(8)]) + content[at + 1 :]
        case "truncation":
            return kind, content[:at]
        case "zeros":
            length = draw.randrange(1, 600)
            return kind, content[:at] + bytes(len(content[at : at + length])) + content[at + length :]
        case "text":
            return kind, b"This is not what was written here.\n"
        case "other JSON":
            return kind, draw.choice(
                [b"[]", b"null", b"{}", b"1", b'"\\u001b[2J"', b"[" * 5000, b'{"network": []}']
            ) + b"\n"
        case "garbage":
            return kind, draw.randbytes(draw.randrange(1, 3000))
    return "empty", b""
