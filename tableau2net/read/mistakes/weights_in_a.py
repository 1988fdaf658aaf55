"""The weights b pasted as the last row of A."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.read.arrays import add_up_to, entries, matrix, near, rows, vector
from tableau2net.read.correction import Correction, corrected, tableaux
from tableau2net.read.yaml_tree import Mapping, Node, Scalar


def corrections(document: Mapping) -> Iterator[Correction]:
    """The document without that row, where A has a row more than columns, or than there are weights or nodes, and the
    row is b, or adds up to 1 where there is no b. A square A without b is one whose weights are forgotten."""
    for path, mapping in tableaux(document):
        table = rows(mapping.get("A"))
        if table is None or len(table) < 2:
            continue
        *stages, last = table
        s = len(stages)
        b, c = entries(mapping.get("b")), entries(mapping.get("c"))
        if len(last) != s or max(map(len, stages)) > s or not add_up_to(last, 1):
            continue
        wide = all(len(row) == s for row in stages)
        agrees = _same(b, last) if b is not None else wide or (c is not None and len(c) == s)
        if not agrees:
            continue
        values: dict[str, Node] = {"A": matrix(stages, last[0].position)}
        if b is None:
            values["b"] = vector(last, last[0].position)
        yield corrected(
            document,
            path,
            values,
            "the weights b are pasted into A",
            f"{len(table)} rows, of which the last adds up to 1",
            "b taken out of A",
        )


def _same(b: list[Scalar], row: list[Scalar]) -> bool:
    return len(b) == len(row) and all(near(x) == near(y) is not None for x, y in zip(b, row, strict=True))
