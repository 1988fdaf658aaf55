"""Vectors and matrices of numbers in a tree: told from other nodes, and looked at closely enough to recognise them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from tableau2net.errors import InputError, Position
from tableau2net.exact import Expression, ExpressionError, as_printed, parse, to_float
from tableau2net.read.yaml_tree import Node, Scalar
from tableau2net.read.yaml_tree import Sequence as List

_COMMA = re.compile(r"[-+]?\d+,\d+")
NEAR = 1e-6  # within which sums are recognised


def entries(node: Node | None) -> list[Scalar] | None:
    """The numbers of a vector, or of a matrix of one row or one column; None for anything else."""
    row = scalars(node)
    if row:
        return row
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
    found = [scalars(item) for item in node.items]
    return None if None in found else [row for row in found if row is not None]


def scalars(node: Node | None) -> list[Scalar] | None:
    """The entries of a list that has no lists inside; None for anything else."""
    if not isinstance(node, List) or not all(isinstance(each, Scalar) for each in node.items):
        return None
    return [each for each in node.items if isinstance(each, Scalar)]


def vector(numbers: Sequence[Scalar], position: Position) -> List:
    return List(tuple(numbers), position)


def matrix(table: Sequence[Sequence[Scalar]], position: Position) -> List:
    return List(tuple(List(tuple(row), row[0].position if row else position) for row in table), position)


def transposed(node: List) -> List | None:
    """A matrix with rows and columns exchanged; None where its rows are not of one length."""
    table = rows(node)
    if table is None or len({len(row) for row in table}) != 1:
        return None
    return List(
        tuple(List(tuple(column), node.position) for column in zip(*table, strict=True)), node.position
    )


def zero(position: Position) -> Scalar:
    return Scalar("0", position, None)


def value(number: Scalar) -> Expression | None:
    """The number; None where it is none that is read."""
    if number.text is None:
        return None
    try:
        return as_printed(parse(number.text))
    except ExpressionError:
        return None


def near(number: Scalar) -> float | None:
    """The nearest float, of a decimal with a comma too; None where there is none."""
    known = value(number)
    if known is None and _COMMA.fullmatch(number.text or ""):
        known = value(replace(number, text=(number.text or "").replace(",", ".")))
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


def are_sums(numbers: list[Scalar], A: list[list[Scalar]]) -> bool:
    """Whether numbers are, about, what the rows of a matrix add up to."""
    found = [total(row) for row in A]
    known = [near(each) for each in numbers]
    if len(found) != len(known):
        return False
    return all(
        x is not None and y is not None and abs(x - y) < NEAR for x, y in zip(found, known, strict=True)
    )


def add_up_to(numbers: Iterable[Scalar], goal: float) -> bool:
    """Whether numbers add up, about, to a goal: weights of an average to 1."""
    summed = total(numbers)
    return summed is not None and abs(summed - goal) < NEAR


def lead_by_sums(table: Sequence[Sequence[Scalar]]) -> bool:
    """Whether the first entry of every row is, about, what the rest of it adds up to, and not 0 throughout; rows have
    an entry more than a matrix of as many rows has."""
    s = len(table)
    shapes = ([s + 1] * s, list(range(1, s + 1)), list(range(2, s + 2)))
    if [len(row) for row in table] not in shapes:
        return False
    heads = [row[0] for row in table]
    return any(near(head) for head in heads) and are_sums(heads, [list(row[1:]) for row in table])
