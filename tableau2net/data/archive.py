"""A tar archive, plain or compressed, read once from end to end. Nothing is written to the disk.

The formats are POSIX.1-2017's pax and ustar ("pax", Extended Description) and GNU tar's ("Basic Tar Format" in its
manual). Every header has to have its checksum, and the archive has to end in two blocks of zeros with nothing but zeros
behind them: a reader that stops at the first header that it does not understand, as they commonly do, loses all that
follows without a word. What describes one member is bounded, whatever it claims.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from tableau2net import files
from tableau2net.data.stream import Stream, stream
from tableau2net.errors import InputError, Position

BLOCK = 512
LONGEST = 4096  # bytes of a name, as file systems have it
MOST = 1 << 20  # bytes of all headers that describe one member, besides its own
EXPECTED = "a directory or a whole tar archive"
_END = bytes(BLOCK)
_SUM = slice(148, 156)
_USTAR = b"ustar\x0000"  # of pax and ustar; GNU's is another, and has no prefix of the name
_KINDS: dict[bytes, Kind] = {
    **dict.fromkeys((b"0", b"\0", b"7"), "file"),
    b"5": "folder",
    **dict.fromkeys((b"1", b"2", b"3", b"4", b"6"), "link or device"),
    b"S": "sparse file",
}
_DESCRIPTIONS = {b"x": "pax", b"X": "pax", b"g": "pax", b"L": "long name", b"K": "long link"}

Kind = Literal["file", "folder", "link or device", "sparse file", "unknown kind"]


@dataclass(frozen=True, slots=True)
class Member:
    """What a header says: the name as it stands there, the kind, and the bytes that follow."""

    name: str
    kind: Kind
    size: int


def members(path: str, wanted: Callable[[Member], bool]) -> Iterator[tuple[Member, bytes]]:
    """Every folder, and every regular file that is `wanted` with what it holds. Links and devices are left out.

    Raises InputError if the file is no tar archive, is damaged, ends too early or goes on after its end.
    """
    place = Position(path)
    try:
        file = files.opened(path)
    except OSError as error:
        found = files.reason(error)
        raise InputError("this file cannot be read", place, found, EXPECTED) from error
    with file:
        reader = _Reader(stream(file, place, EXPECTED))
        for member in reader.headers():
            if member.kind == "folder":
                yield member, b""
            if member.kind in ("folder", "link or device"):
                continue  # whatever size they have is not of bytes that follow
            if not wanted(member):
                reader.skip(member)
            elif member.kind == "file":
                yield member, reader.content(member)
            else:
                raise InputError(
                    "this member cannot be read", reader.place(member), f"a {member.kind}", "a regular file"
                )


class _Reader:
    """Reads headers and what follows them, in turn."""

    def __init__(self, source: Stream) -> None:
        self.stream, self.number = source, 0
        self.begun = False  # whether there was any header
        self.last, self.called = (
            "",
            "",
        )  # the member before, and what the next is called as far as that is known

    def headers(self) -> Iterator[Member]:
        """All members. What follows a header has to be read or skipped before the next is asked for."""
        for_all: dict[str, str] = {}
        while (member := self._next(for_all)) is not None:
            self.last, self.called = member.name, ""
            yield member

    def content(self, member: Member) -> bytes:
        """The bytes of a member. Raises InputError where they are not all there."""
        found = self.stream.read(member.size)
        self._pass(member, len(found), -member.size % BLOCK)
        return found

    def skip(self, member: Member) -> None:
        self._pass(member, 0, member.size + -member.size % BLOCK)

    def place(self, member: Member) -> Position:
        return Position(f"{self.stream.place}!{shortened(member.name)}")

    def _pass(self, member: Member, read: int, rest: int) -> None:
        there = read + self.stream.skip(rest)
        if there < member.size + -member.size % BLOCK:
            found = f"{there:,} bytes of the {member.size:,} of this member"
            raise InputError("the archive ends too early", self.place(member), found, EXPECTED)

    def _next(self, for_all: dict[str, str]) -> Member | None:
        """The next member, with all that describes it; None at the end of the archive."""
        self.number += 1
        own: dict[str, str] = {}
        seen: set[bytes] = set()
        described = 0
        while True:
            block = self.stream.read(BLOCK)
            if block == _END and not seen:
                self._end()
                return None
            member, kind = self._header(block)
            if kind not in _DESCRIPTIONS:
                return self._described(member, {**for_all, **own})
            described += BLOCK + member.size
            if kind in seen and kind != b"g":
                raise self._damaged(f"a second {_DESCRIPTIONS[kind]} header", "one for each member")
            if described > MOST:
                raise self._damaged(f"{described:,} bytes of headers", f"at most {MOST:,}")
            seen.add(kind)
            text = self.content(member)
            if kind == b"L":
                own["path"] = _text(text.rstrip(b"\0"))
            elif kind != b"K":
                (for_all if kind == b"g" else own).update(self._records(text))
            self.called = own.get("path", "")

    def _header(self, block: bytes) -> tuple[Member, bytes]:
        """What a block of 512 bytes says, and the letter of its kind."""
        if len(block) < BLOCK:
            if not self.begun:
                raise self._damaged("no whole header", EXPECTED)
            place = self.stream.place
            raise InputError("the archive ends too early", place, f"no end mark{self._after()}", EXPECTED)
        checksum, size = _number(block[_SUM]), _number(block[124:136])
        unsigned = sum(block) - sum(block[_SUM]) + 8 * ord(" ")
        signed = unsigned - 256 * sum(
            byte > 127 for byte in block[:148] + block[156:]
        )  # of some old archivers
        if checksum not in (unsigned, signed):
            raise self._damaged("a header that does not have its checksum", EXPECTED)
        if size is None:
            raise self._damaged("a header whose size is no number", EXPECTED)
        self.begun, kind = True, block[156:157]
        name = _text(block[:100].partition(b"\0")[0])
        prefix = _text(block[345:500].partition(b"\0")[0])
        if prefix and block[257:265] == _USTAR:
            name = f"{prefix}/{name}"
        further = block[482:483] if kind == b"S" else b""
        while further.strip(b"\0"):  # more of a sparse file's map
            further = self.stream.read(BLOCK)[504:505]
        meant = _KINDS.get(kind, "unknown kind")
        return Member(name, meant, size), kind

    def _described(self, member: Member, pax: dict[str, str]) -> Member:
        """The member with what pax and long names say of it."""
        sparse = any(key.startswith("GNU.sparse.") for key in pax)
        name, size = (
            pax.get("GNU.sparse.name", pax.get("path", member.name)),
            pax.get("size", str(member.size)),
        )
        if len(name) > LONGEST:
            found = f"{len(name):,} characters, {shortened(name)}"
            raise self._damaged(f"a name of {found}", f"at most {LONGEST:,}")
        if not re.fullmatch("[0-9]{1,19}", size):
            raise self._damaged("a pax header whose size is no number", EXPECTED)
        kind: Kind = "sparse file" if sparse and member.kind == "file" else member.kind
        if kind == "file" and name.endswith("/"):
            kind = "folder"  # as the oldest archives have it
        return Member(name, kind, int(size))

    def _records(self, text: bytes) -> Iterator[tuple[str, str]]:
        """The keys and values of a pax header: `LENGTH KEY=VALUE`, with the end of the line counted."""
        while text:
            length = re.match(rb"([0-9]{1,7}) ", text)
            record, text = (text[: int(length[1])], text[int(length[1]) :]) if length else (b"", b"")
            key, equals, value = record[length.end() if length else 0 : -1].partition(b"=")
            if not (length and int(length[1]) == len(record) and record.endswith(b"\n") and key and equals):
                raise self._damaged("a pax header that is not well-formed", EXPECTED)
            yield _text(key), _text(value)

    def _end(self) -> None:
        """Raises InputError unless the archive ends here."""
        if self.stream.read(BLOCK) != _END:
            found = f"one block of zeros{self._after()}"
            raise InputError("the archive ends too early", self.stream.place, found, "two of them at its end")
        if not self.stream.zeros():
            raise InputError(
                "the archive goes on after its end", self.stream.place, f"other data{self._after()}", EXPECTED
            )

    def _damaged(self, found: str, expected: str) -> InputError:
        """What is raised for a header; of the very first, that this is another kind of file."""
        message = "the archive is damaged" if self.begun else "this file cannot be read as a tar archive"
        called = f" ({shortened(self.called)})" if self.called else ""
        context = f"{found} for member {self.number}{called}{self._after()}"
        return InputError(message, self.stream.place, context, expected)

    def _after(self) -> str:
        return f", after {shortened(self.last)}" if self.last else ""


def shortened(name: str) -> str:
    """A name as messages show it: its middle is left out where it is long."""
    return name if len(name) <= 200 else f"{name[:100]}…{name[-60:]}"


def _number(field: bytes) -> int | None:
    """An octal number, or a binary one with its first bit set (GNU); None for another."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    text = field.partition(b"\0")[0].strip()
    return int(text or b"0", 8) if re.fullmatch(rb"[0-7]*", text) else None


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
