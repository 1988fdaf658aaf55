"""Tableaux drawn with lines, in the way of the textbooks (Hairer, Nørsett, Wanner I, II.1; Butcher
2003, §50)."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from tableau2net.algebra.polynomials.real_root import cut
from tableau2net.exact import Expression, Product, Rounded, Sum, as_printed, units
from tableau2net.read.display.blocks import Blocks, Cell, form, tableaux, undrawn

if TYPE_CHECKING:
    from tableau2net.methods import Claims
    from tableau2net.read import NetworkDocument, SchemeDocument
    from tableau2net.read.schemes.form import FormDocument

PLACES = 40  # of a sum of decimals
READ = 60  # characters of a decimal
LONGEST = 200  # bits of a fraction that is still read


def picture(document: SchemeDocument) -> str:
    """Name and title, the coefficients of a form of its own, and the tableau."""
    from tableau2net.read.schemes.form import FormDocument

    form = draw_form(document) if isinstance(document, FormDocument) else ""
    return "\n\n".join(filter(None, [heading(document), form, draw(document)]))


def heading(document: SchemeDocument | NetworkDocument) -> str:
    """Name and title."""
    return f"{document.name}: {document.title}" if document.title else document.name


def claimed(claims: Claims) -> str:
    """What is claimed, in a line: order 5, embedded order 4, nodes; empty where nothing is."""
    words = {"c": "nodes", "tableau": "a tableau"}
    parts = []
    for each in fields(claims):
        value = getattr(claims, each.name)
        if value is not None:
            name = words.get(each.name, each.name.replace("_", " "))
            parts.append(f"{name} {value}" if type(value) is int else name if value else f"not {name}")
    return f"claimed: {', '.join(parts)}" if parts else ""


def draw(document: SchemeDocument) -> str:
    """Its tableaux, of a partitioned scheme one for each field under its name. Of a method on many nodes, each of whose
    entries is a long sum, a line in its place."""
    drawn = [
        f"{each.name}\n{_partitioned(each)}" if each.name else _partitioned(each)
        for each in tableaux(document)
    ]
    return "\n\n".join(drawn) or undrawn(document)


def draw_form(document: FormDocument) -> str:
    """The coefficients of a form of its own, as the document has them."""
    return _partitioned(form(document))


def _cell(entry: Cell) -> str:
    return entry if isinstance(entry, str) else in_text(entry)


def in_text(entry: Expression) -> str:
    """The number as it is, or the first digits of a fraction that is long."""
    from tableau2net.algebra.domains.within_digits import decimals

    value = entry.rational
    if isinstance(entry, Sum | Product) and units(entry):  # computed of decimals
        value = as_printed(entry).rational
        return str(entry) if value is None else cut(value, PLACES)
    if isinstance(entry, Rounded):
        return entry.text if len(entry.text) <= READ else decimals(entry.value, entry.value)
    if value is None or value.numerator.bit_length() + value.denominator.bit_length() <= LONGEST:
        return str(entry)
    return decimals(value, value)


def _partitioned(tableau: Blocks) -> str:
    """Blocks beside and below each other, with lines between them; columns are centred and
    aligned."""
    bands = [[[[_cell(entry) for entry in row] for row in block] for block in band] for band in tableau.bands]
    groups = []
    for column in zip(*bands, strict=True):
        rows = [row for block in column for row in block]
        widths = [max(len(cell) for cell in cells) for cells in zip(*rows, strict=True)]
        groups.append((widths, column))
    lines = []
    for index, band in enumerate(bands):
        if index:
            lines.append("─┼─".join("─" * (sum(widths) + 2 * (len(widths) - 1)) for widths, _ in groups))
        for i in range(len(band[0])):
            cells = [
                "  ".join(f"{cell:^{width}}" for cell, width in zip(column[index][i], widths, strict=True))
                for widths, column in groups
            ]
            lines.append(" │ ".join(cells).rstrip())
    return "\n".join(lines)
