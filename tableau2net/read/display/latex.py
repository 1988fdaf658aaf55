"""A tableau as textbooks print it in LaTeX, an array with a line above the weights."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.exact import Pattern
from tableau2net.exact.languages import in_latex
from tableau2net.read.display.blocks import Blocks, Cell
from tableau2net.read.schemes.tableau import Row, Tableau

_NAMED = {"α": r"\alpha", "β": r"\beta"}


def array(found: Tableau) -> str:
    """The array. Raises InputError for numbers that LaTeX is not written of here."""
    weights = [found.b] if found.b_hat is None else [found.b, found.b_hat]
    A = [_row(row, i, found.explicit) for i, row in enumerate(found.A)]
    return array_of(Blocks((([[c] for c in found.c], A), ([[""]] * len(weights), weights))))


def array_of(tableau: Blocks) -> str:
    """The array of some blocks, with lines between them. Raises InputError as `array` does."""
    columns = "|".join("c" * len(block[0]) for block in tableau.bands[0])
    return "\n".join([rf"\begin{{array}}{{{columns}}}", *_lines(tableau), r"\end{array}"])


def _lines(tableau: Blocks) -> Iterator[str]:
    for band, blocks in enumerate(tableau.bands):
        if band:
            yield r"  \hline"
        for row in range(len(blocks[0])):
            cells = (_cell(cell) for block in blocks for cell in block[row])
            yield f"  {' & '.join(cells)} \\\\"


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return _NAMED.get(cell, cell)
    return r"\ast" if isinstance(cell, Pattern) else in_latex(cell)


def _row(row: Row, i: int, explicit: bool) -> list[Cell]:
    """A row of A; what an explicit scheme has not computed yet is left blank."""
    return ["" if explicit and j >= i else entry for j, entry in enumerate(row)]
