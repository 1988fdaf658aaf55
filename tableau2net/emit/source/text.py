"""Text from documents on its way into a file: always a comment, a docstring or a string, never code."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

WIDTH = 88  # the usual formatter's
_WIDTH: ContextVar[int] = ContextVar("width", default=WIDTH)


def width() -> int:
    """How many characters a line of the file that is written may have."""
    return _WIDTH.get()


@contextmanager
def lines_of(width: int) -> Iterator[None]:
    """Within it, files are written with lines of at most so many characters."""
    before = _WIDTH.set(width)
    try:
        yield
    finally:
        _WIDTH.reset(before)


def printable(text: str) -> str:
    """One line of the text without what could end a comment or hide in one."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in " ".join(text.split())
    )


def comment(text: str, hang: str = "# ") -> list[str]:
    """The text as comment lines, those after the first indented by `hang`."""
    return textwrap.wrap(
        printable(text), width(), initial_indent="# ", subsequent_indent=hang, break_on_hyphens=False
    )


def docstring(summary: str, body: list[str], depth: int = 0) -> list[str]:
    """A docstring: one line if it is one, else summary, blank line, body. Formulas are wrapped with a hang."""
    margin = "    " * depth
    quotes = 3 if body else 6  # with no body, both stand on a line that is the only one
    first, *more = _wrapped(summary, width() - len(margin) - quotes) or [""]
    if not more and not body:
        return [f'{margin}"""{first}"""']
    lines = [f'{margin}"""{first}', *(f"{margin}{line}" for line in more)]
    if body:
        lines.append("")
    for paragraph in body:
        hang = "    " if " = " in paragraph else ""
        first, *more = _wrapped(paragraph, width() - len(margin), hang) or [""]
        lines += [(margin + line).rstrip() for line in (first, *more)]
    return [*lines, f'{margin}"""']


def _wrapped(text: str, width: int, hang: str = "") -> list[str]:
    """The text as lines inside a docstring, which means the text itself: backslashes and quotes that could be taken
    for something else are escaped, and no line ends within an escape."""
    escaped = re.sub(
        r'\\|"""|^"|"$', lambda found: "".join(f"\\{each}" for each in found[0]), printable(text)
    )
    pieces = [piece for word in escaped.split() for piece in _pieces(word, width - len(hang))]
    return textwrap.wrap(
        " ".join(pieces), width, subsequent_indent=hang, break_on_hyphens=False, break_long_words=False
    )


def _pieces(word: str, width: int) -> list[str]:
    """A word in pieces that fit a line."""
    pieces = [""]
    for unit in re.findall(r"\\.|.", word):
        if len(pieces[-1] + unit) > width:
            pieces.append("")
        pieces[-1] += unit
    return pieces
