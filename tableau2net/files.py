"""The one place where files are opened. They are regular files, and are written whole or not at all.

Whatever else has a name could keep a reader or a writer waiting for ever (a pipe that nobody writes to, a device), or
do something when it is opened, and a device that is replaced is lost. So the kind is looked at before a file is opened
and again of what was opened, which is never waited for. Every error is an OSError whose `strerror` is one line.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tableau2net.errors import InputError, Position

MOST = 1 << 26  # bytes of a file that is read as a whole, unless told otherwise
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def opened(path: Path | str) -> BinaryIO:
    """A regular file to read from. Raises OSError."""
    return _open(path, "rb")


def appended(path: Path | str) -> BinaryIO:
    """A regular file to read from and to append to, made where it is not there. Raises OSError."""
    return _open(path, "a+b")


def content(path: Path | str, most: int = MOST) -> bytes:
    """All bytes of a file. Raises OSError, also for one of more than `most` bytes."""
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise OSError(errno.EFBIG, f"more than {most:,} bytes", str(path))
        read = file.read()  # of some files the system does not tell the size
    if len(read) > most:
        raise OSError(errno.EFBIG, f"more than {most:,} bytes", str(path))
    return read


def content_of(path: Path | str, expected: str, most: int = MOST) -> bytes:
    """All bytes of a file that somebody names, who is told what is expected there. Raises InputError."""
    try:
        return content(path, most)
    except OSError as error:
        raise unreadable(path, error, expected) from None


def unreadable(path: Path | str, error: OSError, expected: str) -> InputError:
    """What is said of a file, or a folder, that cannot be read."""
    return InputError("this cannot be read", Position(str(path)), reason(error), expected)


def text(path: Path | str) -> str:
    """The text of a file in UTF-8. Raises OSError, and UnicodeDecodeError."""
    return content(path).decode("utf-8")


def write_atomically(target: Path, content: str | bytes) -> None:
    """Write beside the target, onto the disk, then move it there, so that no reader ever sees half a file. Of a
    symbolic link that which it leads to is the target.

    Raises OSError; the target is then as it was, and nothing lies beside it.
    """
    held = content if isinstance(content, bytes) else _encoded(content, target)
    with _replacing(target) as file:
        file.write(held)


def keep(last: Path, before: Path) -> None:
    """A copy of the file `last`, if there is one, as `before`: two files from now on, whenever the process is killed.

    A second name of the one file would cost nothing, but until `last` is replaced what damages it would damage both.
    Raises OSError, as `write_atomically` does.
    """
    if os.path.exists(last):
        with opened(last) as source, _replacing(before) as copy:
            shutil.copyfileobj(source, copy)


def reason(error: OSError) -> str:
    """Why a file could not be opened, read or written, in words for the `found` of a message."""
    return error.strerror or str(error)


def is_regular(path: Path | str) -> bool:
    """Whether this may be written: a regular file, or nothing yet."""
    try:
        _status(path)
    except OSError:
        return False
    return True


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    """A new file beside the target, which takes its place when all is written to it and on the disk."""
    before = _status(target)  # of what the system finds there, which may have no path
    place = _real(target)
    mode = 0o666 & ~_umask() if before is None else before.st_mode & 0o777
    handle, name = tempfile.mkstemp(dir=place.parent or None, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, place)
    except BaseException:
        os.unlink(name)
        raise


def _encoded(text: str, target: Path) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:  # part of a name that is not UTF-8
        problem = f"a text that is not Unicode: {error.object[error.start : error.end]!r}"
        raise OSError(errno.EILSEQ, problem, str(target)) from None


def _open(path: Path | str, mode: str) -> BinaryIO:
    try:
        return open(path, mode, opener=_descriptor)  # type: ignore[return-value]
    except ValueError as error:  # a null character, or half of a surrogate pair
        raise OSError(errno.EINVAL, f"a name that no file has: {error}", str(path)) from None


def _descriptor(path: str, flags: int) -> int:
    if _status(path) is None and not flags & os.O_CREAT:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    handle = os.open(path, flags | _AT_ONCE, 0o666)
    try:
        _refuse_others(path, os.fstat(handle))
    except OSError:
        os.close(handle)
        raise
    return handle


def _status(path: Path | str) -> os.stat_result | None:
    """That of a regular file; None where there is nothing. Raises OSError for anything else."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise OSError(errno.EINVAL, f"a name that no file has: {error}", str(path)) from None
    _refuse_others(path, found)
    return found


def _refuse_others(path: Path | str, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "something else than a file")
        raise OSError(errno.EINVAL, kind, str(path))


def _real(path: Path | str) -> Path:
    try:
        return Path(os.path.realpath(path))
    except ValueError as error:
        raise OSError(errno.EINVAL, f"a name that no file has: {error}", str(path)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
