"""json: for programs: what the document says, the coefficients whole, and what is proved."""

from __future__ import annotations

import json
from typing import Any

from tableau2net.read import SchemeDocument, canonical
from tableau2net.read.display.blocks import Block, Blocks, Cell, tableaux
from tableau2net.report.overview import Overview
from tableau2net.shown import json_text


def render(overview: Overview, width: int | None) -> str:
    """An object with `document`, the `certificates`, and of a scheme its `coefficients`, as texts, field by field."""
    document = overview.document
    shown: dict[str, Any] = {"document": json.loads(canonical(document))}
    if isinstance(document, SchemeDocument):
        shown["coefficients"] = [_coefficients(tableau) for tableau in tableaux(document)]
    shown["certificates"] = [each.as_json() for each in overview.certificates]
    return json_text(shown) + "\n"


def _coefficients(tableau: Blocks) -> dict[str, Any]:
    """The matrices and vectors by their names."""
    (first, *matrices), (_, *below) = tableau.bands
    if first == [["i"]]:
        alpha, beta = _rows(below[0])
        return {"alpha": alpha, "beta": beta}
    named: dict[str, Any] = {"field": tableau.name} if tableau.name else {}
    named |= {"c": [row[0] for row in _rows(first)], "A": _rows(matrices[0], blank="0")}
    if len(matrices) > 1:
        return {**named, "U": _rows(matrices[1]), "B": _rows(below[0]), "V": _rows(below[1])}
    b, *b_hat = _rows(below[0])
    return {**named, "b": b, **({"b_hat": b_hat[0]} if b_hat else {})}


def _rows(block: Block, blank: str = "") -> list[list[str]]:
    return [[_text(cell) or blank for cell in row] for row in block]


def _text(cell: Cell) -> str:
    return str(cell)
