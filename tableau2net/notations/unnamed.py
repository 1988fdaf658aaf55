"""Tableaux of a matrix and vectors that have no names: told apart by their shapes, and nodes by what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tableau2net.errors import Position
from tableau2net.notations.found import Outcome
from tableau2net.notations.gathering import found_in
from tableau2net.read.arrays import are_sums, entries, integer, rows
from tableau2net.read.yaml_tree import Node, Scalar
from tableau2net.read.yaml_tree import Sequence as List


def by_shape(
    values: Sequence[Scalar | List], title: str, place: Position, others: Mapping[str, Node] | None = None
) -> Outcome | None:
    """The tableau of a matrix and vectors that have no names: the nodes are the sums of the rows, if any are."""
    matrices = [each for each in values if isinstance(each, List) and rows(each) and entries(each) is None]
    tables = matrices or [each for each in values if isinstance(each, List) and rows(each)]
    if not tables:
        return None
    A = tables[0]
    vectors = [each for each in values if each is not A and isinstance(each, List) and entries(each)]
    table = rows(A) or []
    if not vectors or len(vectors) > 3 or len(matrices) > 1:
        return None
    parts: dict[str, Node] = {"A": A}
    nodes = [each for each in vectors if len(vectors) > 1 and are_sums(entries(each) or [], table)]
    if nodes:
        parts["c"] = nodes[-1] if vectors[0] is not nodes[0] or len(nodes) == 1 else nodes[0]
    rest = [each for each in vectors if each is not parts.get("c")]
    for role, each in zip(("b", "embedded"), rest, strict=False):
        parts[role] = each
    for key, node in (others or {}).items():
        if key in ("order", "bhat", "b_hat") and "embedded" not in parts:
            parts["embedded" if key != "order" else key] = node
    orders = [each for each in values if integer(each) is not None]
    if len(orders) == 1:
        parts.setdefault("order", orders[0])
    return found_in(parts, title, place)
