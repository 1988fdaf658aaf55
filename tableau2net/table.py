"""Plain tables: columns of text to the left, of numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence

Cell = str | int


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """The rows aligned under their heads; a column of integers stands to the right, in groups of three digits."""
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
    return "\n".join(line.rstrip() for line in lines)


def _text(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell
