"""The nodes c pasted into A as its first column."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.read.arrays import lead_by_sums, matrix, rows, vector
from tableau2net.read.correction import Correction, corrected, tableaux
from tableau2net.read.yaml_tree import Mapping, Node


def corrections(document: Mapping) -> Iterator[Correction]:
    """The document without that column, where the first entry of every row is the sum of the rest."""
    for path, mapping in tableaux(document):
        table = rows(mapping.get("A"))
        if table is None or not lead_by_sums(table):
            continue
        place = table[0][0].position
        values: dict[str, Node] = {"A": matrix([row[1:] for row in table], place)}
        if "c" not in mapping.entries and not path:
            values["c"] = vector([row[0] for row in table], place)
        yield corrected(
            document,
            path,
            values,
            "the nodes c are pasted into A",
            "the sum of the rest as the first entry of every row",
            "c taken out of A",
        )
