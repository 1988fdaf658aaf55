"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
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


def write_atomically(target: Path, text: str | bytes) -> None:
    """Write beside the target, then move it there, so that no reader ever sees half a file. Raises OSError."""
    content = text.encode() if isinstance(text, str) else text
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=target.parent or None, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
