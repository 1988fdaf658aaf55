"""What stands in front of a file's header: a licence, as comment lines."""

from __future__ import annotations

from tableau2net import files
from tableau2net.errors import InputError, Position
from tableau2net.shown import visible

_LARGEST = 1 << 16


def licence_lines(file: str) -> list[str]:
    """The lines of a text file as comments, and an empty line. Those that are comments stay what they are; nothing of
    them can be code. Raises InputError."""
    expected = "the text of a licence"
    try:
        text = files.content_of(file, expected, _LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("this is not text", Position(file), "bytes that are not UTF-8", expected) from None
    lines = [_commented(line.rstrip()) for line in text.strip().splitlines()]
    if not lines:
        raise InputError("this has no text", Position(file), "an empty file", expected)
    return [*lines, ""]


def _commented(line: str) -> str:
    if line.startswith("#"):
        return visible(line)
    return visible(f"# {line}") if line else "#"
