"""A text with its places: from an offset to file, line and column."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from tableau2net.errors import InputError, Position
from tableau2net.read.yaml_tree import Scalar

MAX_BYTES = 2**20  # of a source that is read


@dataclass(frozen=True)
class Text:
    """What a file holds."""

    text: str
    file: str

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        found, at = [0], self.text.find("\n")
        while at >= 0:
            found.append(at + 1)
            at = self.text.find("\n", at + 1)
        return found

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def position(self, offset: int) -> Position:
        line = bisect_right(self.starts, offset)
        return Position(self.file, line, offset - self.starts[line - 1] + 1)

    def scalar(self, text: str, offset: int, *, verbatim: bool = False) -> Scalar:
        """A number that stands at an offset; `verbatim` where its text stands there just so."""
        return Scalar(text, self.position(offset), 0 if verbatim else None)


def decoded(data: bytes, file: str) -> Text:
    """The text of a file: UTF-8, or else Latin-1, in which old sources are written. Raises InputError."""
    if len(data) > MAX_BYTES:
        expected = f"at most {MAX_BYTES}"
        raise InputError("the file is too large", Position(file), f"over {MAX_BYTES} bytes", expected)
    if b"\0" in data:
        raise InputError("this is not text", Position(file), "a zero byte", "text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return Text(text.replace("\r\n", "\n").replace("\r", "\n"), file)
