"""Generated files made again by the calls in their headers, one by one or side by side in processes."""

from __future__ import annotations

import difflib
import os
import re
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import chdir
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any

import typer

from tableau2net import files
from tableau2net.errors import InputError, Position, TableauError, TrainingError
from tableau2net.generated import GeneratedFile, State, state

_COMMAND = "compile"
_TAKEN = frozenset(
    {"reference", "output", "overrides", "width", "licence"}
)  # what a header's call may ask for
_EACH = 8  # files that are made in the time that a process takes to start, about


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of making a file again: its state, and how it differs from what belongs into it; or else the error
    that kept it from being made, and its exit status."""

    file: str
    state: State | None = None
    difference: str = ""
    error: str = ""
    status: int = 0
    line: int = 0  # of the file, in which the call begins that is refused


def outcomes(paths: Sequence[str], jobs: int | None) -> Iterator[Outcome]:
    """The outcome for each file, in order; in processes where there are many, `jobs` side by side."""
    count = min(len(paths), jobs or min(os.cpu_count() or 1, 1 + len(paths) // _EACH))
    if count < 2:
        yield from map(made_again, paths)
        return
    with ProcessPoolExecutor(count, get_context("spawn"), _watch_parent) as pool:
        futures = [pool.submit(made_again, path) for path in paths]
        for path, future in zip(paths, futures, strict=True):
            yield _result(path, future)


def _result(path: str, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        return Outcome(
            path, error=f"{path}: a process that generates files was killed", status=TrainingError.status
        )


def _watch_parent() -> None:
    """A process ends with the one that started it, which alone hears Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def made_again(path: str) -> Outcome:
    """Make a file again, in memory, by the call in its header, which is made where the file really lies."""
    from tableau2net.pipeline import emit_call

    place = Position(path)
    try:
        present = files.content_of(path, "a file")
        file = GeneratedFile.of(present)
        assert file is not None  # so it was found
        place = Position(path, file.call[0], 1)
        folder, name = os.path.split(os.path.realpath(path))
        parameters = _parameters(file, place)
        with chdir(folder):
            text = emit_call(
                parameters["reference"],
                parameters["overrides"] or [],
                name,
                width=parameters["width"],
                licence=parameters["licence"],
            )
    except TableauError as error:
        message = str(error) if str(error).startswith(str(Position(path))) else f"{place}: {error}"
        return Outcome(path, error=message, status=error.status, line=place.line)
    found = state(present, text)
    return Outcome(path, found, difference(path, present, found))


def _parameters(file: GeneratedFile, place: Position) -> dict[str, Any]:
    """What the call in a header asks for, as `compile` itself understands it. Raises InputError where that is more than
    to make a file."""
    from .app import UsageError, application

    refused = "the call in the header is invalid"
    command: Any = typer.main.get_command(application([_COMMAND])).commands[_COMMAND]  # type: ignore[attr-defined]
    command.add_help_option = False
    try:
        parameters: dict[str, Any] = command.make_context(_COMMAND, file.arguments).params
    except ValueError as error:
        raise InputError(refused, place, str(error), "tableau2net compile REF -o FILE …") from None
    except UsageError as error:
        raise InputError(refused, place, error.format_message(), "a call of compile") from None
    more = [each.opts[0] for each in command.params if parameters[each.name] and each.name not in _TAKEN]
    output = parameters["output"]
    if more:
        raise InputError(refused, place, more[0], "a call that generates the file and does nothing else")
    if not output or os.path.basename(output) != output:
        raise InputError(refused, place, f"-o {output!r}" if output else "no -o", "-o with the file's name")
    if parameters["reference"] == "-":
        raise InputError(refused, place, "standard input, which is no longer there", "a name or a path")
    return parameters


def difference(path: str, present: bytes, found: State) -> str:
    """How a file differs from what belongs into it, but for the ends of its lines."""
    before, after = (
        re.sub(r"\r\n?", "\n", content.decode("utf-8-sig", "replace")).splitlines(keepends=True)
        for content in (present, present if found.content is None else found.content)
    )
    return "".join(difflib.unified_diff(before, after, path, f"{path} (compiled)"))
