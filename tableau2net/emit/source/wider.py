"""The text of a component for lines longer than those it is written in: what fits one line now stands on it."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from itertools import pairwise

from tableau2net.emit.source.text import WIDTH, width

_OPENING, _CLOSING = "([{", ")]}"
_LAID_OUT = (tokenize.NL, tokenize.INDENT, tokenize.DEDENT)


def widened(text: str) -> str:
    """The text as the usual formatter leaves it at `width()`: it joins the lines of a statement where they fit, but for
    those that a comma before a closing bracket, or a comment, keeps apart."""
    if width() <= WIDTH:
        return text
    lines = text.splitlines()
    for first, last in reversed(list(_broken(text))):
        joined = _joined(lines[first:last])
        if len(joined) <= width():
            lines[first:last] = [joined]
    return "\n".join(lines)


def _broken(text: str) -> Iterator[tuple[int, int]]:
    """The first line of each statement that stands on several, and the line after its last."""
    statement: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NEWLINE:
            first, last = statement[0].start[0] - 1, statement[-1].end[0]
            if last - first > 1 and not _is_kept(statement):
                yield first, last
            statement = []
        elif token.type not in _LAID_OUT and not (token.type == tokenize.COMMENT and not statement):
            statement.append(token)


def _is_kept(statement: list[tokenize.TokenInfo]) -> bool:
    """Whether the formatter leaves the lines of a statement apart, however long they may be."""
    trailing = any(
        comma.string == "," and bracket.string in _CLOSING for comma, bracket in pairwise(statement)
    )
    return trailing or any(
        token.type == tokenize.COMMENT or token.start[0] != token.end[0] for token in statement
    )


def _joined(lines: list[str]) -> str:
    joined = lines[0]
    for line in map(str.strip, lines[1:]):
        glued = joined[-1] in _OPENING or line[0] in f"{_CLOSING}."
        joined += line if glued else f" {line}"
    return joined
