"""What a tableau consists of, however it is drawn: blocks of coefficients beside and below each other (Hairer, Nørsett,
Wanner I, II.1; Butcher 2003, §50)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tableau2net.exact import ZERO, Expression, decided

if TYPE_CHECKING:
    from tableau2net.read import SchemeDocument
    from tableau2net.read.kinds.partitioned import PartitionedDocument
    from tableau2net.read.schemes.form import FormDocument

Cell = Expression | str  # a coefficient, or a word in its place; empty where nothing stands
Block = Sequence[Sequence[Cell]]
MOST_NODES = 30


@dataclass(frozen=True)
class Blocks:
    """A tableau: bands of blocks, with a line between bands and one between the blocks of a band. All blocks of a band
    have as many rows, and all blocks that stand below each other as many columns. `name` is that of the field whose
    tableau it is, empty where there is one field."""

    bands: tuple[tuple[Block, ...], ...]
    name: str = ""


def undrawn(document: SchemeDocument) -> str:
    """What stands in the place of a tableau on many nodes, each of whose entries is a long sum; empty for any other."""
    method = document.method.printed or document.method
    if method.collocation is not None and method.stages > MOST_NODES:
        return f"a tableau of {method.stages} stages with irrational nodes, which is not drawn"
    return ""


def tableaux(document: SchemeDocument) -> tuple[Blocks, ...]:
    """The tableau c|A over b (and b_hat), of a partitioned scheme one for each field; alpha and beta of a multistep
    scheme; or c|A|U over B|V. Decimals that were rounded stand in it as they are printed. Empty where the tableau is
    `undrawn`."""
    from tableau2net.read.kinds.partitioned import PartitionedDocument

    if isinstance(document, PartitionedDocument):
        return tuple(_each_field(document))
    return () if undrawn(document) else (_tableau(document),)


def _tableau(document: SchemeDocument) -> Blocks:
    method = document.method.printed or document.method
    if method.multistep:
        alpha, beta = method.multistep
        steps = [str(i) for i in range(len(alpha))]
        return Blocks((([["i"]], [steps]), ([["α"], ["β"]], [alpha, beta])))
    c: Block = [[entry] for entry in document.claims.c or method.c]
    if method.has_pattern:
        c = [[""]] * method.stages
    A = _upper_blank(method.A)
    if method.kind == "runge-kutta":
        weights = [method.B[0], *([method.b_hat] if method.b_hat else [])]
        return Blocks(((c, A), ([[""]] * len(weights), weights)))
    return Blocks(((c, A, method.U), ([[""]] * len(method.B), method.B, method.V)))


def _each_field(document: PartitionedDocument) -> Iterator[Blocks]:
    """The tableau of each field, by its name."""
    for name in document.tableaux:
        A = document.matrix(f"{name}.a")
        weights = [document.vector(f"{name}.b"), document.vector(f"{name}.b_hat")]
        c = [[decided(sum(row, ZERO))] for row in A]
        below = [row for row in weights if row is not None]
        yield Blocks(((c, _upper_blank(A)), ([[""]] * len(below), below)), name)


def form(document: FormDocument) -> Blocks:
    """The coefficients of a form of its own, as the document has them: under the name of each matrix its rows, under
    that of each vector its entries."""
    parts: dict[str, list[list[Cell]]] = {}
    for name, vector in document.vectors().items():
        if vector is not None:
            parts[name] = [[entry] for entry in vector]
    for name, matrix in document.matrices().items():
        parts[name] = [list(row) for row in matrix]
    height = max(map(len, parts.values()))
    heads: list[Block] = []
    columns: list[Block] = []
    for name, rows in parts.items():
        width = max(map(len, rows))
        heads.append([[name, *[""] * (width - 1)]])
        columns.append([[*row, *[""] * (width - len(row))] for row in [*rows, *[[]] * (height - len(rows))]])
    return Blocks((tuple(heads), tuple(columns)))


def _upper_blank(A: Sequence[Sequence[Expression]]) -> list[list[Cell]]:
    """The rows of A; what an explicit scheme has not computed yet is left blank."""
    ordered = all(entry.rational == 0 for j, row in enumerate(A) for entry in row[j:])
    return [[entry if not ordered or j < i else "" for j, entry in enumerate(row)] for i, row in enumerate(A)]
