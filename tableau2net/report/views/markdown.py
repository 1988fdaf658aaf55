"""markdown: tables for a README or an issue, and what is proved as a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tableau2net.read import SchemeDocument
from tableau2net.read.display.blocks import Blocks, tableaux
from tableau2net.read.display.text import LENGTHS, texts
from tableau2net.report.overview import Overview
from tableau2net.shown import line


def render(overview: Overview, width: int | None) -> str:
    """The tableaux as tables, of a network its description."""
    document = overview.document
    head = (
        f"**{_escaped(document.name)}**: {_escaped(document.title)}"
        if document.title
        else f"**{document.name}**"
    )
    if isinstance(document, SchemeDocument):
        tables = ["\n".join(_table(tableau)) for tableau in tableaux(document)]
        shown = [*tables, "\n".join(f"- {_escaped(line(part))}" for part in overview.proved)]
    else:
        shown = ["```text\n" + overview.text() + "\n```"]
    parts = [head, *shown, _escaped(line(document.reference))]
    return "\n\n".join(filter(None, parts)) + "\n"


def _table(tableau: Blocks) -> Iterator[str]:
    """The rows, under a head with the numbers of the columns; those of weights begin with their names."""
    bands = texts(tableau, LENGTHS[0])
    first = bands[0]
    columns = sum(len(block[0]) for block in first)
    numbers = [str(j) for j in range(1, columns)]
    if tableau.name:
        yield f"**{_escaped(tableau.name)}**\n"
    is_multistep = first[0][0][0] == "i"
    head, *others = _rows(bands) if is_multistep else [["c", *numbers], *_rows(bands)]
    yield f"| {' | '.join(map(_escaped, head))} |"
    yield f"|{'---|' * columns}"
    for row in others:
        yield f"| {' | '.join(map(_escaped, row))} |"


def _rows(bands: Sequence[Sequence[Sequence[Sequence[str]]]]) -> list[list[str]]:
    above, below = (
        [[cell for block in blocks for cell in block[index]] for index in range(len(blocks[0]))]
        for blocks in bands
    )
    names = ("b", "b̂") if len(bands[0]) == 2 else ()  # of a tableau without U and V
    for row, name in zip(below, names, strict=False):
        row[0] = row[0] or name
    return [*above, *below]


def _escaped(text: str) -> str:
    """The text as Markdown shows it."""
    return "".join(f"\\{each}" if each in "\\`*_[]<>|#" else each for each in text)
