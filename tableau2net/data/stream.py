"""The bytes of a file from its start to its very end, unpacked where it is compressed with gzip, xz or bzip2.

Nothing is passed over: what is compressed is read to its own checksum, and after it nothing may follow but zeros, or
more that is compressed so (RFC 1952, 2.2; the .xz file format, 2). Little is unpacked at a time, and not without bound.
"""

from __future__ import annotations

import bz2
import lzma
import os
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

from tableau2net import files, memory
from tableau2net.errors import InputError, Position

CHUNK = 1 << 16
ZEROS = 1 << 26  # bytes of padding at an end: more than any tape's record
RATIO, ALLOWANCE = (
    1000,
    1 << 26,
)  # what is compressed gives at most so many times its size, and so much besides


class Decoder(Protocol):
    """What the standard library's decompressors have in common."""

    def decompress(self, data: bytes, max_length: int) -> bytes: ...
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


class _Gzip:
    """zlib's decompressor for gzip, which checks the sum at the end, in the form of the others."""

    def __init__(self) -> None:
        self._inner, self._rest = zlib.decompressobj(wbits=31), b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        found = self._inner.decompress(self._rest + data, max_length)
        self._rest = self._inner.unconsumed_tail
        return found

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._rest

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


_DECODERS: dict[bytes, Callable[[], Decoder]] = {
    b"\x1f\x8b": _Gzip,
    b"\xfd7zXZ\x00": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=memory.half()),
    b"BZh": bz2.BZ2Decompressor,
}
_MARK = max(map(len, _DECODERS))
_BROKEN = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)


class Stream:
    """A file that is read once, in order. `expected` is what messages say that was expected.

    Every method raises InputError for a file that cannot be read, or is damaged.
    """

    def __init__(self, file: BinaryIO, place: Position, expected: str) -> None:
        self.file, self.place, self.expected = file, place, expected
        self.size = os.fstat(file.fileno()).st_size

    def read(self, count: int) -> bytes:
        """The next bytes: fewer than `count` only at the end."""
        return self._piece(
            min(count, max(0, self.size - self.file.tell()))
        )  # a claim of a size takes no memory

    def skip(self, count: int) -> int:
        """Pass over the next bytes; how many there were."""
        there = max(0, min(count, self.size - self.file.tell()))
        self.file.seek(there, os.SEEK_CUR)  # what lies in a file that is not compressed need not be read
        return there

    def zeros(self) -> bool:
        """Whether nothing but zeros, and not too many, stand between here and the end."""
        for _ in range(0, ZEROS, CHUNK):
            piece = self._piece(CHUNK)
            if piece.strip(b"\0"):
                return False
            if not piece:
                return True
        return False

    def damaged(self, found: str) -> InputError:
        """What is raised where the file cannot be read on."""
        return InputError("this file cannot be read", self.place, found, self.expected)

    def _piece(self, count: int) -> bytes:
        try:
            return self.file.read(count)
        except OSError as error:
            raise self.damaged(files.reason(error)) from error


class Unpacked(Stream):
    """A compressed file."""

    def __init__(self, file: BinaryIO, place: Position, expected: str, mark: bytes) -> None:
        super().__init__(file, place, expected)
        self._mark, self._decoder, self._given = mark, _DECODERS[mark](), 0
        self._ready, self._next = b"", b""

    def read(self, count: int) -> bytes:
        found = bytearray()
        while len(found) < count and (piece := self._piece(min(count - len(found), CHUNK))):
            found += piece
        return bytes(found)

    def skip(self, count: int) -> int:
        skipped = 0
        while skipped < count and (piece := self._piece(min(count - skipped, CHUNK))):
            skipped += len(piece)
        return skipped

    def _piece(self, count: int) -> bytes:
        if not self._ready:
            try:
                self._ready = self._unpacked()
            except _BROKEN as error:
                raise self.damaged(str(error) or type(error).__name__) from error
            self._given += len(self._ready)
            if self._given > ALLOWANCE + RATIO * self.size:
                found = f"{self.size:,} bytes that unpack to more than {RATIO} times as many"
                raise self.damaged(found)
        piece, self._ready = self._ready[:count], self._ready[count:]
        return piece

    def _unpacked(self) -> bytes:
        """The next bytes that the decoder gives; nothing at the end of the file."""
        while True:
            if self._decoder.eof and not self._begun_again():
                return b""
            data, self._next = self._next, b""
            ended = False
            if not data and self._decoder.needs_input:
                data = self.file.read(CHUNK)
                ended = not data
            found = self._decoder.decompress(data, CHUNK)
            if found:
                return found
            if ended and not self._decoder.eof:
                raise EOFError("compressed data that end too early")

    def _begun_again(self) -> bool:
        """Whether more that is compressed follows what has ended."""
        rest, passed = self._decoder.unused_data.lstrip(b"\0"), 0
        while not rest and passed < ZEROS:
            piece = self.file.read(CHUNK)
            if not piece:
                return False
            rest, passed = piece.lstrip(b"\0"), passed + len(piece)
        rest += self.file.read(_MARK)
        if not rest.startswith(self._mark):
            raise ValueError("other data after what is compressed")
        self._decoder, self._next = _DECODERS[self._mark](), rest
        return True


def stream(file: BinaryIO, place: Position, expected: str) -> Stream:
    """The file's bytes, unpacked where it is compressed. Raises InputError."""
    try:
        head = file.read(_MARK)
        file.seek(0)
    except OSError as error:
        raise InputError("this file cannot be read", place, files.reason(error), expected) from error
    mark = next((each for each in _DECODERS if head.startswith(each)), None)
    return Stream(file, place, expected) if mark is None else Unpacked(file, place, expected, mark)
