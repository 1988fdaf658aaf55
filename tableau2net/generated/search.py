"""The generated files below folders."""

from __future__ import annotations

import os
from collections.abc import Iterator

from tableau2net import files
from tableau2net.errors import InputError, Position
from tableau2net.generated.file import GeneratedFile

_SKIPPED = frozenset({".git", ".venv"})
_ENVIRONMENT = "pyvenv.cfg"  # what every virtual environment holds, whatever it is called


def generated_files(path: str) -> Iterator[str | InputError]:
    """The generated files of a folder and of those in it, sorted; of a file, the file itself. Links are followed, and
    whatever several of them lead to is found once. In the place of what cannot be read, and of a path where nothing is
    found, the error is yielded that says so."""
    if not os.path.isdir(path):
        yield _looked_at(path) or InputError("this was not generated", Position(path), "", _EXPECTED)
        return
    found = False
    for each in _python_files(path, {os.path.realpath(path)}):
        seen = each if isinstance(each, InputError) else _looked_at(each)
        if seen is not None:
            found = True
            yield seen
    if not found:
        yield InputError("no generated file is found here", Position(path), "", _EXPECTED)


_EXPECTED = "a file that compile has written"


def _looked_at(file: str) -> str | InputError | None:
    """A generated file itself, None for another, and for one that cannot be read the error."""
    try:
        generated = GeneratedFile.of(files.content_of(file, _EXPECTED))
    except InputError as error:
        return error
    return None if generated is None else file


def _python_files(folder: str, visited: set[str]) -> Iterator[str | InputError]:
    """The files of Python in a folder and below it, each folder and each file once, so that no loop of links is one."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield files.unreadable(folder, error, "a folder")
        return
    for name in names:
        path = os.path.normpath(os.path.join(folder, name))
        real = os.path.realpath(path)
        if name in _SKIPPED or real in visited:
            continue
        visited.add(real)
        if os.path.isdir(path):
            if not os.path.exists(os.path.join(path, _ENVIRONMENT)):
                yield from _python_files(path, visited)
        elif name.endswith(".py") and os.path.exists(path):
            yield path
