"""A tableau as textbooks print it in LaTeX, an array with a line above the weights."""

from __future__ import annotations

from tableau2net.exact.languages import in_latex
from tableau2net.read.schemes.tableau import Row, Tableau


def array(found: Tableau) -> str:
    """The array. Raises InputError for numbers that LaTeX is not written of here."""
    weights = [found.b] if found.b_hat is None else [found.b, found.b_hat]
    above = [
        [in_latex(c), *_row(row, i, found.explicit)]
        for i, (c, row) in enumerate(zip(found.c, found.A, strict=True))
    ]
    below = [["", *map(in_latex, row)] for row in weights]
    return "\n".join(
        [
            rf"\begin{{array}}{{c|{'c' * len(found.b)}}}",
            *(f"  {' & '.join(row)} \\\\" for row in above),
            r"  \hline",
            *(f"  {' & '.join(row)} \\\\" for row in below),
            r"\end{array}",
        ]
    )


def _row(row: Row, i: int, explicit: bool) -> list[str]:
    """A row of A; what an explicit scheme has not computed yet is left blank."""
    return ["" if explicit and j >= i else in_latex(entry) for j, entry in enumerate(row)]
