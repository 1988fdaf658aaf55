"""A Butcher tableau pasted whole as A: the nodes c are its first column, the weights b its last row."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.read.arrays import add_up_to, lead_by_sums, matrix, near, rows, vector
from tableau2net.read.correction import Correction, corrected, tableaux
from tableau2net.read.yaml_tree import Mapping, Node


def corrections(document: Mapping) -> Iterator[Correction]:
    """The document with its parts apart, where A has a row more than it has stages, which adds up to 1, and the first
    entry of every other row is the sum of the rest."""
    for path, mapping in tableaux(document):
        table = rows(mapping.get("A"))
        if table is None or len(table) < 2:
            continue
        *stages, last = table
        s, place = len(stages), table[0][0].position if table[0] else None
        weights = (
            last if len(last) == s else last[1:] if len(last) == s + 1 and near(last[0]) in (0, 1) else []
        )
        if place is None or len(weights) != s or not add_up_to(weights, 1) or not lead_by_sums(stages):
            continue
        A = matrix([row[1:] for row in stages], place)
        nodes = [row[0] for row in stages]
        values: dict[str, Node] = {"A": A, "b": vector(weights, last[0].position)}
        if "c" not in mapping.entries and not path:
            values["c"] = vector(nodes, place)
        yield corrected(
            document,
            path,
            values,
            "the whole tableau is pasted as A",
            "the nodes c as its first column, the weights b as its last row",
            "c and b taken out of A",
        )
