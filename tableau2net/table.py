"""Plain tables: columns of text to the left, of numbers to the right; on a narrow page, each row in several lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tableau2net.shown import wrapped

Cell = str | int


def table(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], width: int | None = None, below: int = 0
) -> str:
    """The rows aligned under their heads; a column of integers stands to the right, in groups of three digits.

    Where that is wider than the page, the last columns, as many as `below`, stand in a line below their row; where that
    does not help, each row is told cell by cell, with the heads. Nothing is cut.
    """
    whole = _aligned(heads, rows)
    if width is None or _widest(whole) <= width:
        return "\n".join(whole)
    kept = len(heads) - below
    head, *lines = _aligned(heads[:kept], [row[:kept] for row in rows])
    if below and _widest([head, *lines]) <= width:
        told = [head]
        for line, row in zip(lines, rows, strict=True):
            told += [line, wrapped(f"  {'; '.join(map(_text, row[kept:]))}", width)]
        return "\n".join(told)
    return "\n".join(wrapped(line, width) for row in rows for line in _told(heads, row))


def _told(heads: Sequence[str], row: Sequence[Cell]) -> Iterator[str]:
    """A row without columns: the first cell, and below it the others with their heads."""
    yield _text(row[0])
    others = zip(heads[1:], row[1:], strict=True)
    yield f"  {'; '.join(f'{head} {_text(cell)}'.strip() for head, cell in others if cell != '')}"


def _aligned(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    right = [all(isinstance(cell, int) for cell in column) for column in zip(*rows, strict=True)]
    texts = [list(heads), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    lines = (
        "  ".join(
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(line, widths, right, strict=True)
        )
        for line in texts
    )
    return [line.rstrip() for line in lines]


def _widest(lines: Sequence[str]) -> int:
    return max(map(len, lines))


def _text(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell
