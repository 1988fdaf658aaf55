"""A matrix or a vector as MATLAB has it: rows between semicolons, entries between blanks, `[0 0; 1/2 0]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tableau2net.read.arrays import matrix, vector
from tableau2net.read.correction import Correction, arrays
from tableau2net.read.yaml_tree import Mapping, Node, Scalar, describe
from tableau2net.read.yaml_tree import Sequence as List

_TEXT = re.compile(r"\s*(\[)?([\w\s.,;+*/^()√\u2212-]*)(\])?\s*;?\s*")
_BETWEEN = re.compile(r"\s*,\s*|(?<![-+*/^(\s])\s+(?![*/^)\s])(?![-+\u2212]\s)")


def corrections(document: Mapping) -> Iterator[Correction]:
    """The document with lists where such texts stand, all of them."""
    made: Correction | None = None
    for path, value, is_matrix in arrays(document):
        table = _table(value, is_matrix)
        if table is None:
            continue
        place = value.position
        cells = [[Scalar(text, place, None) for text in row] for row in table]
        meant = matrix(cells, place) if is_matrix else vector([each for row in cells for each in row], place)
        if made is None:
            mistake = f"{path[-1]} is written in MATLAB's notation"
            first = _text(value) or next(filter(_has_blanks_in, map(_text, getattr(value, "items", ()))))
            made = Correction(mistake, describe(first), "lists in place of MATLAB's rows", document, ())
        made = made.besides(path, meant)
    if made is not None:
        yield made


def _table(value: Node, is_matrix: bool) -> list[list[str]] | None:
    """The rows of a text in MATLAB's form; None where it is none."""
    if isinstance(value, List) and is_matrix and ";" not in _text(value):
        return _rows_of_blanks(value)
    text = _text(value)
    found = _TEXT.fullmatch(text)
    if found is None or (found[1] is None) != (found[3] is None):
        return None
    rows = [_entries(row) for row in re.split(r"[;\n]", found[2]) if row.strip()]
    in_brackets = isinstance(value, Scalar) and found[1] is not None
    if not rows or not (in_brackets or len(rows) > 1 or _has_blanks(value)):
        return None
    return rows


def _rows_of_blanks(value: List) -> list[list[str]] | None:
    """Rows in lists whose entries have blanks between them: `[[0 0], [1/2 0]]`."""
    rows = []
    for item in value.items:
        text = _text(item)
        if _TEXT.fullmatch(text) is None or "[" in text:
            return None
        rows.append(_entries(text))
    return rows if any(_has_blanks(item) for item in value.items) else None


def _text(value: Node) -> str:
    """A text, or the texts of a list as YAML has torn them at commas; empty for anything else."""
    if isinstance(value, Scalar):
        return value.text or ""
    items = value.items if isinstance(value, List) else ()
    return ", ".join(each.text or "" for each in items if isinstance(each, Scalar))


def _entries(row: str) -> list[str]:
    """The entries of a row, parted by blanks or commas outside parentheses."""
    row, found, start = row.strip(), list[str](), 0
    for between in _BETWEEN.finditer(row):
        before = row[: between.start()]
        if before.count("(") == before.count(")"):
            found.append(row[start : between.start()])
            start = between.end()
    return [each for each in (*found, row[start:]) if each]


def _has_blanks(value: Node) -> bool:
    """Whether two entries of a text, or of one in a list, have a blank between them, and no comma."""
    texts = value.items if isinstance(value, List) else (value,)
    return any(isinstance(each, Scalar) and _has_blanks_in(each.text or "") for each in texts)


def _has_blanks_in(text: str) -> bool:
    return len(_entries(text.replace(",", "\0"))) > 1
