"""A transposed: columns are written as rows."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.read.arrays import NEAR, are_sums, entries, matrix, near, rows, total
from tableau2net.read.correction import Correction, corrected, tableaux
from tableau2net.read.yaml_tree import Mapping, Scalar


def corrections(document: Mapping) -> Iterator[Correction]:
    """The document with rows and columns of A exchanged, where c, or else the condition of order 2, holds so, and does
    not as it is written."""
    for path, mapping in tableaux(document):
        table = rows(mapping.get("A"))
        if table is None or len({len(row) for row in table} | {len(table)}) > 1:
            continue
        columns = [list(column) for column in zip(*table, strict=True)]
        if not _fit(columns, mapping) or _fit(table, mapping):
            continue
        yield corrected(
            document,
            path,
            {"A": matrix(columns, table[0][0].position)},
            "A is transposed",
            "the nodes as the sums of its columns",
            "rows and columns of A exchanged",
        )


def _fit(A: list[list[Scalar]], mapping: Mapping) -> bool:
    """Whether nodes are the sums of rows, or else, of an explicit A, Σ b_i c_i is 1/2."""
    c, b = entries(mapping.get("c")), entries(mapping.get("b"))
    if c is not None:
        return are_sums(c, A)
    sums = [total(row) for row in A]
    weights = [near(each) for each in b or ()]
    if len(weights) != len(sums):
        return False
    products = [x * y for x, y in zip(weights, sums, strict=True) if x is not None and y is not None]
    return len(products) == len(sums) and abs(sum(products) - 1 / 2) < NEAR
