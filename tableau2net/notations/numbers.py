"""Numbers as texts of the closed grammar, each with its place: what is computed with them in a source is written, not
computed."""

from __future__ import annotations

import re

from tableau2net.errors import Position
from tableau2net.exact.parse import MAX_LENGTH
from tableau2net.read.yaml_tree import Scalar
from tableau2net.read.yaml_tree import Sequence as List

_DECIMALS = re.compile(r"\d,(?=\d)")
_PLAIN = re.compile(r"[\w.]+(\([^()]*\))?", re.ASCII)


def unknown(position: Position) -> Scalar:
    """The place of a number that is not known before the code runs."""
    return Scalar(None, position, None)


def negative(number: Scalar) -> Scalar:
    return _made(None if number.text is None else f"-{wrapped(number.text)}", number.position)


def combined(left: Scalar, operator: str, right: Scalar) -> Scalar:
    """The two numbers with an operator of the grammar between them, at the place of the left one."""
    return Scalar(joined(left.text, operator, right.text), left.position, None)


def joined(left: str | None, operator: str, right: str | None) -> str | None:
    """Two texts with an operator between them; None where one is not known, or they are longer than what is read."""
    if left is None or right is None:
        return None
    text = f"{wrapped(left)} {operator} {wrapped(right)}"
    return text if len(text) <= MAX_LENGTH else None


def applied(function: str, argument: Scalar, position: Position) -> Scalar:
    return _made(None if argument.text is None else f"{function}({argument.text})", position)


def _made(text: str | None, position: Position) -> Scalar:
    """The number, where its text is not longer than one that is read."""
    return Scalar(text if text is not None and len(text) <= MAX_LENGTH else None, position, None)


def wrapped(text: str) -> str:
    """A text as an operand: in parentheses, unless it is one number, name or call."""
    return text if _PLAIN.fullmatch(text) else f"({text})"


def has_decimal_commas(line: str) -> bool:
    """Whether the commas of a line of numbers stand inside them: each between digits, and something else between the
    numbers."""
    decimals = len(_DECIMALS.findall(line))
    return 0 < decimals == line.count(",") and re.search(r"[;&]|\S\s+\S", line) is not None


def reshaped(flat: List, height: int | None, width: int | None, *, by_row: bool = True) -> List | None:
    """A matrix of so many rows and columns of a flat list; None where that has not as many entries."""
    if not height or not width or height * width != len(flat.items):
        return None
    places = [[i * width + j if by_row else j * height + i for j in range(width)] for i in range(height)]
    return List(
        tuple(List(tuple(flat.items[k] for k in row), flat.position) for row in places), flat.position
    )
