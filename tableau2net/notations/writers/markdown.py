"""Markdown: a table, for a README or an issue."""

from __future__ import annotations

from collections.abc import Sequence

from tableau2net.errors import InputError
from tableau2net.exact import Expression, RootSum
from tableau2net.read import SchemeDocument
from tableau2net.read.schemes.tableau import tableau
from tableau2net.shown import beginning


def write(document: SchemeDocument) -> str:
    """A Runge–Kutta scheme of numbers. Raises InputError for any other."""
    found = tableau(document)
    rows = [_row(_text(c), row) for c, row in zip(found.c, found.A, strict=True)]
    rows.append(_row("**b**", found.b))
    if found.b_hat is not None:
        rows.append(_row("**b̂**", found.b_hat))
    head = f"**{found.name}**: {found.title}" + (f" ({found.claim})" if found.claim else "")
    columns = [str(j) for j in range(1, len(found.b) + 1)]
    rule = f"|{'---|' * (len(columns) + 1)}"
    return "\n".join([head, "", f"| c | {' | '.join(columns)} |", rule, *rows, ""])


def _row(first: str, entries: Sequence[Expression]) -> str:
    return f"| {first} | {' | '.join(map(_text, entries))} |"


def _text(entry: Expression) -> str:
    if any(isinstance(part, RootSum) for part in entry.walk()):
        raise InputError(
            "a table cannot hold such numbers", None, beginning(str(entry)), "fractions, decimals and roots"
        )
    return str(entry)
