"""Tableaux as grids: rows of entries, of which the last are the weights, and the first column, perhaps, the nodes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tableau2net.errors import Position
from tableau2net.notations.found import Outcome
from tableau2net.notations.gathering import found_in
from tableau2net.read.arrays import are_sums, matrix, value, vector, zero
from tableau2net.read.yaml_tree import Node, Scalar

Cells = Sequence[Scalar | None]  # None: nothing stands there
_LABEL = re.compile(r"[*_`$\\{}()\[\]:=^'\s]+|hat|tilde|mathbf|mathrm|boldsymbol|bar|T$", re.IGNORECASE)


@dataclass(frozen=True)
class Grid:
    """The rows above a line and those below it; where no line is drawn, all stand above."""

    above: tuple[Cells, ...]
    below: tuple[Cells, ...] = ()
    barred: bool = True  # whether a bar parts the first column


def tableau(grid: Grid, name: str, place: Position) -> Outcome | None:
    """The tableau that a grid is; None where it is none."""
    above, below = (
        [list(row) for row in grid.above],
        [list(row[1:]) for row in grid.below],
    )  # without a blank or a name
    if not below:
        above, below = _parted(above)
    s = max((len(row) for row in below), default=0)
    stages = len(above)
    if not below or not stages or s != stages or len(below) > 2:
        return None
    rows: list[list[Scalar]] = []
    nodes: list[Scalar] = []
    for row in above:
        first = row[0] if row else None
        if first is None:
            return None
        nodes.append(first)
        filled = [zero(place) if entry is None else entry for entry in row[1 : s + 1]]
        if len(row) > s + 1 and any(entry is not None for entry in row[s + 1 :]):
            return None
        rows.append([*filled, *[zero(place)] * (s - len(filled))])
    weights = [[zero(place) if entry is None else entry for entry in row] for row in below]
    parts: dict[str, Node] = {
        "A": matrix(rows, place),
        "c": vector(nodes, place),
        "b": vector(weights[0], place),
    }
    if len(weights) > 1:
        parts["embedded"] = vector(weights[1], place)
    return found_in(parts, name, place)


def _parted(rows: list[list[Scalar | None]]) -> tuple[list[list[Scalar | None]], list[list[Scalar | None]]]:
    """Rows of one table, without a line: the last one or two, which have no node, are the weights."""
    unlabelled = [row for row in rows if row and row[0] is None]
    if unlabelled and rows[-len(unlabelled) :] == unlabelled and len(unlabelled) < len(rows):
        return rows[: -len(unlabelled)], [row[1:] for row in unlabelled]
    return rows, []


def plain(rows: Sequence[Sequence[Scalar]], name: str, place: Position) -> Outcome | None:
    """The tableau of a table of numbers alone: c, A and below b, perhaps with a 0 or nothing before it."""
    table = [list(row) for row in rows]
    width = max(len(row) for row in table)
    s = width - 1
    if s < 1 or len(table) not in (s + 1, s + 2):
        return None
    above, below = table[:s], table[s:]
    if not are_sums([row[0] for row in above if row], [row[1:] for row in above]):
        return None
    weights = [row if len(row) == s else row[1:] for row in below if len(row) in (s, s + 1)]
    heads = [row[0] for row in below if len(row) == s + 1]
    if len(weights) != len(below) or any(_is_not_blank(head) for head in heads):
        return None
    parts: dict[str, Node] = {
        "A": matrix([[*row[1:], *[zero(place)] * (s + 1 - len(row))] for row in above], place),
        "c": vector([row[0] for row in above], place),
        "b": vector(weights[0], place),
    }
    if len(weights) > 1:
        parts["embedded"] = vector(weights[1], place)
    return found_in(parts, name, place)


def _is_not_blank(head: Scalar) -> bool:
    """Whether something stands before the weights that is neither 0 nor 1."""
    known = value(head)
    return known is None or known.rational not in (0, 1)


def is_label(text: str) -> bool:
    r"""Whether a cell holds nothing, or the name of the row: b, b̂, $\hat{b}$, b^T."""
    bare = _LABEL.sub("", text.replace("\N{COMBINING CIRCUMFLEX ACCENT}", ""))
    return bare.lower() in ("", "b", "i", "c", "bhat", "b1", "b2", "b*", "be", "embedded", "error")
