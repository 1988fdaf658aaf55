"""Files to be written: which names are files, and what is said where one cannot be written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tableau2net.errors import InputError, Position


def target(name: str) -> Path:
    """The file of this name. Raises InputError for the name of a folder, whether it is there or not."""
    path = Path(name)
    if not name or name.endswith(("/", os.sep)) or path.name in (".", "..", "") or path.is_dir():
        found = "a folder" if name else "no name"
        expected = f"a file, as {os.path.join(name, 'NAME')}" if name else "a file's name"
        raise InputError("this is not the name of a file", Position(name) if name else None, found, expected)
    return path


@contextmanager
def unwritable_refused(target: Path) -> Iterator[None]:
    """Around the writing of a file: raises InputError where the system refuses it."""
    try:
        yield
    except OSError as error:
        found = error.strerror or str(error)
        raise InputError("this cannot be written", Position(str(target)), found, "a writable file") from None
