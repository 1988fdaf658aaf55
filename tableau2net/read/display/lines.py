"""Blocks of cells beside and below each other with lines between them; in pieces where they are wider than the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Block = Sequence[Sequence[str]]
Bands = Sequence[Sequence[Block]]


@dataclass(frozen=True)
class _Column:
    """A column: the group of columns that it is of, and its cells, band by band."""

    group: int
    cells: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        return max((len(cell) for band in self.cells for cell in band), default=0)


def drawn(bands: Bands, width: int | None = None, *, repeated: int = 1) -> str:
    """The blocks, columns centred and aligned. Where they are wider than `width`, so many columns at a time as there is
    room for, each time behind those of the first `repeated` groups."""
    columns = list(_columns(bands))
    if width is None or _width(columns) <= width:
        return _lines(columns)
    first = [column for column in columns if column.group < repeated]
    rest = columns[len(first) :]
    pieces, start = list[str](), 0
    while start < len(rest):
        end = start + 1
        while end < len(rest) and _width([*first, *rest[start : end + 1]]) <= width:
            end += 1
        numbers = f"columns {start + 1} to {end}" if end > start + 1 else f"column {end}"
        pieces.append(f"{numbers} of {len(rest)}\n{_lines([*first, *rest[start:end]])}")
        start = end
    return "\n\n".join(pieces)


def is_within(bands: Bands, width: int | None) -> bool:
    """Whether the blocks are drawn in one piece."""
    return width is None or _width(list(_columns(bands))) <= width


def beside(drawings: Sequence[str], width: int | None, gap: int = 4) -> str:
    """Drawings side by side, or one below the other where there is no room for that."""
    lines = [drawing.splitlines() for drawing in drawings]
    widths = [max(map(len, each), default=0) for each in lines]
    if width is not None and sum(widths) + gap * (len(widths) - 1) > width:
        return "\n\n".join(drawings)
    height = max(map(len, lines), default=0)
    padded = [[*each, *[""] * (height - len(each))] for each in lines]
    rows = zip(*padded, strict=True)
    between = " " * gap
    return "\n".join(
        between.join(line.ljust(size) for line, size in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _columns(bands: Bands) -> Iterator[_Column]:
    for group, blocks in enumerate(zip(*bands, strict=True)):
        count = max(len(row) for block in blocks for row in block)
        for index in range(count):
            yield _Column(group, tuple(tuple(row[index] for row in block) for block in blocks))


def _width(columns: Sequence[_Column]) -> int:
    gaps = sum(len(_gap(left, right, "  ", " │ ")) for left, right in pairwise(columns))
    return sum(column.width for column in columns) + gaps


def _lines(columns: Sequence[_Column]) -> str:
    lines = list[str]()
    for band in range(len(columns[0].cells)):
        if band:
            rule = ["─" * column.width for column in columns]
            lines.append(_joined(columns, rule, "──", "─┼─"))
        for row in range(len(columns[0].cells[band])):
            cells = [f"{column.cells[band][row]:^{column.width}}" for column in columns]
            lines.append(_joined(columns, cells, "  ", " │ ").rstrip())
    return "\n".join(lines)


def _joined(columns: Sequence[_Column], texts: Sequence[str], within: str, between: str) -> str:
    gaps = [_gap(left, right, within, between) for left, right in pairwise(columns)]
    return "".join(part for pair in zip(texts, [*gaps, ""], strict=True) for part in pair)


def _gap(left: _Column, right: _Column, within: str, between: str) -> str:
    return within if left.group == right.group else between
