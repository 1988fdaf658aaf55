"""Files to be written: which names are files, which one is standard output, and what is said where one cannot be
written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tableau2net.errors import InputError, Position
from tableau2net.files import reason, write_atomically

from .messages import send


def target(name: str) -> Path:
    """The file of this name. Raises InputError for the name of a folder, whether it is there or not, and for one of
    standard output, where something else is printed."""
    path = Path(name)
    if not name or name.endswith(("/", os.sep)) or path.name in (".", "..", "") or os.path.isdir(path):
        found = "a folder" if name else "no name"
        expected = f"a file, as {os.path.join(name, 'NAME')}" if name else "a file's name"
        raise InputError("this is not the name of a file", Position(name) if name else None, found, expected)
    if is_standard_output(name):
        raise InputError("this is not the name of a file", Position(name), "standard output", "a file's name")
    return path


def is_standard_output(name: str) -> bool:
    """Whether a name is that of standard output: `-`, or one that leads to what it is, as /dev/stdout does."""
    try:
        return name == "-" or os.path.samestat(os.stat(name), os.fstat(1))
    except (OSError, ValueError):
        return False


def write(name: str, content: str | bytes) -> None:
    """Write a file whole or not at all, or to standard output. Raises InputError."""
    if is_standard_output(name):
        send(content)
        return
    file = target(name)
    with unwritable_refused(file):
        write_atomically(file, content)


@contextmanager
def unwritable_refused(target: Path) -> Iterator[None]:
    """Around the writing of a file: raises InputError where the system refuses it."""
    try:
        yield
    except OSError as error:
        found = reason(error)
        raise InputError("this cannot be written", Position(str(target)), found, "a writable file") from None
