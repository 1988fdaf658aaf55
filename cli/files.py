"""What is said where a file cannot be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tableau2net.errors import InputError, Position


@contextmanager
def unwritable_refused(target: Path) -> Iterator[None]:
    """Around the writing of a file: raises InputError where the system refuses it."""
    try:
        yield
    except OSError as error:
        found = error.strerror or str(error)
        raise InputError("this cannot be written", Position(str(target)), found, "a writable file") from None
