"""A generated file as it stands somewhere: its own lines, and what repositories do to them."""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from tableau2net.emit.source.call import arguments
from tableau2net.emit.source.code import code_digest
from tableau2net.emit.source.header import CALL_FOLLOWS, CODE, FRONT, INPUT, MARK, digest, front_digest

_LONGEST_FRONT = 400  # lines, among which a licence is looked for
_TEXT = "# body  sha256 "  # by which files of versions before CODE tell whether they were edited: of the text


@dataclass(frozen=True)
class GeneratedFile:
    """What stands in `front` of the header (a licence, a shebang, what is told to linters), the header and the body.

    Their ends of lines are Python's; those of the file are `newline`. It may begin with a byte order mark (`marked`).
    """

    front: tuple[str, ...]
    header: tuple[str, ...]
    body: str
    marked: bool = False
    newline: str = "\n"

    @staticmethod
    def of(content: bytes) -> GeneratedFile | None:
        """The parts of a file; None of one that was not generated."""
        if MARK.encode() not in content:
            return None
        marked = content.startswith(codecs.BOM_UTF8)
        written = content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
        newline = "\r\n" if "\r\n" in written.partition("\n")[0] + "\n" else "\n"
        lines = re.sub(r"\r\n?", "\n", written).split("\n")
        start = _header(lines)
        if start is None:
            return None
        end = start
        while end < len(lines) and lines[end].startswith("#"):
            end += 1
            if lines[end - 1].startswith((CODE, _TEXT)):
                break
        return GeneratedFile(
            tuple(lines[:start]), tuple(lines[start:end]), "\n".join(lines[end:]), marked, newline
        )

    def content(self) -> bytes:
        """The bytes of the file."""
        text = "\n".join([*self.front, *self.header, self.body]).replace("\n", self.newline)
        return codecs.BOM_UTF8 * self.marked + text.encode("utf-8", "surrogateescape")

    @cached_property
    def code(self) -> str | None:
        """The digest of what the file says as Python, also of code in front of the header; None where it is none."""
        return code_digest("\n".join([*self.front, self.body] if self._has_code_in_front() else [self.body]))

    @property
    def is_edited(self) -> bool:
        """Whether the file is not what was generated once: not its layout, but what it says."""
        text = self._mark(_TEXT)
        if text is not None:
            return digest(self.body) != text or self._has_code_in_front()
        return self.code is None or self.code != self._mark(CODE)

    @property
    def input(self) -> str | None:
        """The digest of the documents that it was made of."""
        return self._mark(INPUT)

    @property
    def call(self) -> tuple[int, tuple[str, ...]]:
        """The line of the file in which the call begins, counted from 1, and all its lines."""
        last = len(self.header)
        start = next((n + 1 for n, line in enumerate(self.header) if line.endswith(CALL_FOLLOWS)), last)
        end = next((n + 1 for n in range(start, last) if not self.header[n].endswith("\\")), last)
        return len(self.front) + start + 1, self.header[start:end]

    @property
    def arguments(self) -> list[str]:
        """What `compile` was given. Raises ValueError where the header does not tell it."""
        return arguments(self.call[1])

    def _mark(self, mark: str) -> str | None:
        found = (line.removeprefix(mark).strip() for line in self.header if line.startswith(mark))
        return next(found, None)

    def without_code_in_front(self) -> GeneratedFile:
        """The file with comments alone in front of its header."""
        return replace(self, front=tuple(filter(_is_comment, self.front)))

    def with_front(self, licence: tuple[str, ...]) -> GeneratedFile:
        """The file with a licence in its front, in the place of the one that its header tells the digest of. All else
        that stands there stays, and so does a licence that is not as it was."""
        lines = licence[:-1]
        if not licence or _contains(self.front, lines):
            return self
        digest = self._mark(FRONT)
        runs = (
            []
            if digest is None or len(self.front) > _LONGEST_FRONT
            else list(combinations(range(len(self.front) + 1), 2))
        )
        for start, end in runs:
            if front_digest(self.front[start:end]) == digest:
                return replace(self, front=(*self.front[:start], *lines, *self.front[end:]))
        return replace(self, front=(*self.front, *licence))

    def _has_code_in_front(self) -> bool:
        return not all(map(_is_comment, self.front))


def _header(lines: Sequence[str]) -> int | None:
    """The index of the line with which the header begins; a string that says the same is none."""
    first = next((n for n, line in enumerate(lines) if line.startswith(MARK)), None)
    if first is None or all(map(_is_comment, lines[:first])):
        return first
    try:
        for token in tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline):
            if token.type == tokenize.COMMENT and token.start[1] == 0 and token.string.startswith(MARK):
                return token.start[0] - 1
    except (tokenize.TokenError, SyntaxError):
        return None
    return None


def _is_comment(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def _contains(lines: Sequence[str], part: Sequence[str]) -> bool:
    return any(tuple(lines[n : n + len(part)]) == tuple(part) for n in range(len(lines)))
