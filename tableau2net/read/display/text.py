"""Tableaux drawn with lines, in the way of the textbooks (Hairer, Nørsett, Wanner I, II.1; Butcher
2003, §50)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from tableau2net.algebra.polynomials.real_root import cut
from tableau2net.exact import ZERO, Expression, Product, Rounded, Sum, as_printed, decided, units

if TYPE_CHECKING:
    from tableau2net.methods import Claims
    from tableau2net.read import NetworkDocument, SchemeDocument
    from tableau2net.read.kinds.partitioned import PartitionedDocument
    from tableau2net.read.schemes.form import FormDocument

Block = Sequence[Sequence[str]]
MOST_NODES = 30
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
    """The tableau c|A over b (and b_hat), of a partitioned scheme one for each field; alpha and beta of a multistep
    scheme; or c|A|U over B|V. Decimals that were rounded are drawn as they are printed. Of a method on many nodes,
    each of whose entries is a long sum, a line in its place."""
    from tableau2net.read.kinds.partitioned import PartitionedDocument

    if isinstance(document, PartitionedDocument):
        return "\n\n".join(f"{name}\n{tableau}" for name, tableau in _each_field(document))
    method = document.method.printed or document.method
    if method.collocation is not None and method.stages > MOST_NODES:
        return f"a tableau of {method.stages} stages with irrational nodes, which is not drawn"
    if method.multistep:
        alpha, beta = method.multistep
        steps = [str(i) for i in range(len(alpha))]
        return _partitioned([[[["i"]], [steps]], [[["α"], ["β"]], [_texts(alpha), _texts(beta)]]])
    c = [[_text(entry)] for entry in document.claims.c or method.c]
    if method.has_pattern:
        c = [[""]] * method.stages
    A = _upper_blank(method.A)
    if method.kind == "runge-kutta":
        weights = [_texts(method.B[0])] + ([_texts(method.b_hat)] if method.b_hat else [])
        return _partitioned([[c, A], [[[""]] * len(weights), weights]])
    B, U, V = ([_texts(row) for row in matrix] for matrix in (method.B, method.U, method.V))
    return _partitioned([[c, A, U], [[[""]] * len(B), B, V]])


def _each_field(document: PartitionedDocument) -> Iterator[tuple[str, str]]:
    """The tableau of each field, by its name."""
    for name in document.tableaux:
        A, weights = (
            document.matrix(f"{name}.a"),
            [document.vector(f"{name}.b"), document.vector(f"{name}.b_hat")],
        )
        c = [[_text(decided(sum(row, ZERO)))] for row in A]
        below = [_texts(row) for row in weights if row is not None]
        yield name, _partitioned([[c, _upper_blank(A)], [[[""]] * len(below), below]])


def draw_form(document: FormDocument) -> str:
    """The coefficients of a form of its own, as the document has them: under the name of each matrix its rows, under
    that of each vector its entries."""
    parts: dict[str, list[list[str]]] = {}
    for name, vector in document.vectors().items():
        if vector is not None:
            parts[name] = [[entry] for entry in _texts(vector)]
    for name, matrix in document.matrices().items():
        parts[name] = [_texts(row) for row in matrix]
    height = max(map(len, parts.values()))
    heads: list[Block] = []
    columns: list[Block] = []
    for name, rows in parts.items():
        width = max(map(len, rows))
        heads.append([[name, *[""] * (width - 1)]])
        columns.append([[*row, *[""] * (width - len(row))] for row in [*rows, *[[]] * (height - len(rows))]])
    return _partitioned([heads, columns])


def _texts(entries: Sequence[Expression]) -> list[str]:
    return [_text(entry) for entry in entries]


def _text(entry: Expression) -> str:
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


def _upper_blank(A: Sequence[Sequence[Expression]]) -> list[list[str]]:
    """The rows of A; what an explicit scheme has not computed yet is left blank."""
    ordered = all(entry.rational == 0 for j, row in enumerate(A) for entry in row[j:])
    return [
        [_text(entry) if not ordered or j < i else "" for j, entry in enumerate(row)]
        for i, row in enumerate(A)
    ]


def _partitioned(blocks: Sequence[Sequence[Block]]) -> str:
    """Blocks beside and below each other, with lines between them; columns are centred and
    aligned."""
    groups = []
    for column in zip(*blocks, strict=True):
        rows = [row for block in column for row in block]
        widths = [max(len(cell) for cell in cells) for cells in zip(*rows, strict=True)]
        groups.append((widths, column))
    lines = []
    for index, band in enumerate(blocks):
        if index:
            lines.append("─┼─".join("─" * (sum(widths) + 2 * (len(widths) - 1)) for widths, _ in groups))
        for i in range(len(band[0])):
            cells = [
                "  ".join(f"{cell:^{width}}" for cell, width in zip(column[index][i], widths, strict=True))
                for widths, column in groups
            ]
            lines.append(" │ ".join(cells).rstrip())
    return "\n".join(lines)
