"""Tableaux for a page: tables in HTML whose numbers are MathML, the long ones cut and told whole below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from tableau2net.exact import Expression, Name, Product, Rounded, Sum, to_float
from tableau2net.exact.long_numbers import long_numbers
from tableau2net.exact.mathml import in_mathml
from tableau2net.read.display.blocks import Block, Blocks, Cell, form, tableaux, undrawn
from tableau2net.read.display.text import in_text
from tableau2net.shown import beginning

if TYPE_CHECKING:
    from tableau2net.read import SchemeDocument

SHORT, SHORT_DECIMAL = 26, 14  # characters of a formula, and of a decimal, that are shown whole
DIGITS = 10  # significant ones of a number that is cut
_DECIMAL = re.compile(r"-?\d*\.\d+…?")


def figures(document: SchemeDocument) -> str:
    """The coefficients of a form of its own, and the tableau, of a partitioned scheme one for each field. A number
    that is too long for a table is cut there, with an ellipsis, and whole in a list below."""
    from tableau2net.read.schemes.form import FormDocument

    every = tableaux(document)
    if isinstance(document, FormDocument):
        every = (form(document), *every)
    with long_numbers():
        drawn = "".join(f"<figure>{_caption(each)}{_table(each)}</figure>" for each in every)
        cut = dict.fromkeys(entry for each in every for entry in _entries(each) if _long(entry))
        told = f"<p>{escape(undrawn(document))}</p>" if not every else ""
        return f'<div class="tableaux">{drawn}{told}</div>{_whole(list(cut))}'


def _caption(tableau: Blocks) -> str:
    return f"<figcaption>{escape(tableau.name)}</figcaption>" if tableau.name else ""


def _table(tableau: Blocks) -> str:
    bands = "".join(f"<tbody>{''.join(_rows(band))}</tbody>" for band in tableau.bands)
    return f'<table class="tableau">{bands}</table>'


def _rows(band: tuple[Block, ...]) -> Iterator[str]:
    """The rows of a band; the last column of a block has the line to the next one."""
    for rows in zip(*band, strict=True):
        cells = [(entry, i == len(row) - 1) for row in rows for i, entry in enumerate(row)]
        edged = [(entry, edge and place < len(cells) - 1) for place, (entry, edge) in enumerate(cells)]
        yield f"<tr>{''.join(_cell(*each) for each in edged)}</tr>"


def _cell(entry: Cell, edge: bool) -> str:
    zero = isinstance(entry, Expression) and entry.rational == 0
    words = " ".join(filter(None, ["edge" if edge else "", "zero" if zero else ""]))
    kind = f' class="{words}"' if words else ""
    return f"<td{kind}>{escape(entry) if isinstance(entry, str) else _number(entry)}</td>"


def _number(entry: Expression) -> str:
    text = in_text(entry)
    if not _long(entry):
        negative = text.startswith("-")
        size = f"<mn>{text.removeprefix('-')}</mn>" if _of_decimals(entry) else in_mathml(entry)
        return f"<math>{'<mo>−</mo>' if negative and _of_decimals(entry) else ''}{size}</math>"
    if _DECIMAL.fullmatch(text):
        text = text[: DIGITS + 2]
    elif any(isinstance(each, Name | Rounded) for each in entry.walk()):
        text = ""
    else:
        text = f"{to_float(entry):.{DIGITS}g}"
    return (
        f'<span title="{escape(beginning(_full(entry), 200))}">{text.rstrip("…").replace("-", "−")}…</span>'
    )


def _full(entry: Expression) -> str:
    """The number as a document has it; what was computed of decimals as one decimal."""
    return in_text(entry) if _of_decimals(entry) else str(entry)


def _of_decimals(entry: Expression) -> bool:
    """Whether it was computed of decimals, and is written as one."""
    return isinstance(entry, Sum | Product) and _DECIMAL.fullmatch(in_text(entry)) is not None


def _long(entry: Cell) -> bool:
    if isinstance(entry, str):
        return False
    text = _full(entry)
    return len(text) > (SHORT_DECIMAL if _DECIMAL.fullmatch(text) else SHORT)


def _entries(tableau: Blocks) -> Iterator[Expression]:
    for band in tableau.bands:
        for block in band:
            yield from (entry for row in block for entry in row if isinstance(entry, Expression))


def _whole(entries: list[Expression]) -> str:
    """The numbers that are cut in the table, each once, as documents write them."""
    if not entries:
        return ""
    items = "".join(f"<li><code>{escape(_full(entry))}</code></li>" for entry in entries)
    return f"<details><summary>The {len(entries)} long numbers in full</summary><ul>{items}</ul></details>"
