"""A tar archive, plain or compressed, read once from end to end. Nothing is written to the disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from tableau2net.errors import InputError, Position

CHUNK = 1 << 16
BLOCK = 512

_OPENERS: dict[bytes, Callable[[BinaryIO], io.BufferedIOBase]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"\xfd7zXZ\x00": lzma.LZMAFile,
    b"BZh": bz2.BZ2File,
}
BROKEN = (tarfile.TarError, EOFError, lzma.LZMAError, zlib.error, OSError, ValueError)


class _Tail:
    """A stream that remembers the last bytes read of it."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self.file, self.tail = file, b""

    def read(self, count: int) -> bytes:
        data = self.file.read(count)
        self.tail = (self.tail + data)[-BLOCK:]
        return data


def members(path: str, wanted: Callable[[tarfile.TarInfo], bool]) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    """Every folder, and every regular file that is `wanted` with what it holds. Links and devices are left out.

    Raises InputError if the file is no tar archive, is damaged, or ends too early.
    """
    first = None
    try:
        with open(path, "rb") as file:
            stream = _Tail(_decompressed(file))
            with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload]
                for first in archive:
                    if first.isdir():
                        yield first, b""
                    elif first.isreg() and wanted(first):
                        content = archive.extractfile(first)
                        yield first, content.read() if content else b""
            while stream.read(CHUNK):
                pass  # what is compressed is checked at its end
    except BROKEN as error:
        message = "the archive cannot be read" if first else "this file cannot be read as a tar archive"
        raise InputError(
            message, Position(path), str(error) or type(error).__name__, "a directory or a whole tar archive"
        ) from error
    if stream.tail.strip(b"\0"):
        raise InputError(
            "the archive ends too early", Position(path), "no end mark", "a directory or a whole tar archive"
        )


def _decompressed(file: io.BufferedReader) -> io.BufferedIOBase:
    head = file.peek(8)
    for mark, opener in _OPENERS.items():
        if head.startswith(mark):
            return opener(file)
    return file
