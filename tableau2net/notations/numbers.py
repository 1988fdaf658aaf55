"""Numbers as texts of the closed grammar, each with its place: what is computed with them in a source is written, not
computed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from tableau2net.errors import InputError, Position
from tableau2net.exact import Expression, ExpressionError, as_printed, parse, to_float
from tableau2net.exact.parse import MAX_LENGTH
from tableau2net.read.yaml_tree import Node, Scalar
from tableau2net.read.yaml_tree import Sequence as List

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


def zero(position: Position) -> Scalar:
    return Scalar("0", position, None)


def _made(text: str | None, position: Position) -> Scalar:
    """The number, where its text is not longer than one that is read."""
    return Scalar(text if text is not None and len(text) <= MAX_LENGTH else None, position, None)


def wrapped(text: str) -> str:
    """A text as an operand: in parentheses, unless it is one number, name or call."""
    return text if _PLAIN.fullmatch(text) else f"({text})"


def value(number: Scalar) -> Expression | None:
    """The number; None where it is none that is read."""
    if number.text is None:
        return None
    try:
        return as_printed(parse(number.text))
    except ExpressionError:
        return None


def near(number: Scalar) -> float | None:
    """The nearest float; None where there is none."""
    known = value(number)
    if known is None:
        return None
    try:
        return float(known.rational) if known.rational is not None else to_float(known)
    except (InputError, ValueError, OverflowError, ArithmeticError):
        return None


def integer(node: Node | None) -> int | None:
    """The small whole number that a node is, as an order or an index; else None."""
    if not isinstance(node, Scalar) or node.text is None or not re.fullmatch(r"-?\d{1,4}(\.0*)?", node.text):
        return None
    return int(Fraction(node.text.rstrip(".")))


def total(numbers: Iterable[Scalar]) -> float | None:
    """About what numbers add up to; None where one is not known."""
    known = [near(number) for number in numbers]
    return None if None in known else sum(each for each in known if each is not None)


def entries(node: Node | None) -> list[Scalar] | None:
    """The numbers of a vector, or of a matrix of one row or one column; None for anything else."""
    if not isinstance(node, List) or not node.items:
        return None
    if all(isinstance(item, Scalar) for item in node.items):
        return [item for item in node.items if isinstance(item, Scalar)]
    table = rows(node)
    if table is None:
        return None
    if len(table) == 1:
        return table[0]
    return [row[0] for row in table] if all(len(row) == 1 for row in table) else None


def rows(node: Node | None) -> list[list[Scalar]] | None:
    """The rows of a matrix, which may be short; None for anything else."""
    if not isinstance(node, List) or not node.items:
        return None
    found = []
    for item in node.items:
        if not isinstance(item, List) or not all(isinstance(each, Scalar) for each in item.items):
            return None
        found.append([each for each in item.items if isinstance(each, Scalar)])
    return found


def transposed(node: List) -> List | None:
    """A matrix with rows and columns exchanged; None where its rows are not of one length."""
    table = rows(node)
    if table is None or len({len(row) for row in table}) != 1:
        return None
    return List(
        tuple(List(tuple(column), node.position) for column in zip(*table, strict=True)), node.position
    )


def reshaped(flat: List, height: int | None, width: int | None, *, by_row: bool = True) -> List | None:
    """A matrix of so many rows and columns of a flat list; None where that has not as many entries."""
    if not height or not width or height * width != len(flat.items):
        return None
    places = [[i * width + j if by_row else j * height + i for j in range(width)] for i in range(height)]
    return List(
        tuple(List(tuple(flat.items[k] for k in row), flat.position) for row in places), flat.position
    )


def vector(numbers: Sequence[Scalar], position: Position) -> List:
    return List(tuple(numbers), position)


def matrix(table: Sequence[Sequence[Scalar]], position: Position) -> List:
    return List(tuple(List(tuple(row), row[0].position if row else position) for row in table), position)
