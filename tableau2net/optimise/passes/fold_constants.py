"""Fold constants: each value at most once in a combination, what is zero, or one rational number, recognised exactly.

a·u + b·u  →  (a + b)·u        (1/2 − sqrt(1/4))·u  →  0·u
"""

from __future__ import annotations

from dataclasses import replace

from tableau2net.exact import ZERO, Expression, decided
from tableau2net.graph import Combine, Graph, graph_of


def run(graph: Graph) -> Graph:
    """Every combination with its equal values gathered and its coefficients decided."""
    return replace(
        graph,
        flow=graph_of(
            {
                node: _folded(operation) if isinstance(operation, Combine) else operation
                for node, operation in graph.operations.items()
            }
        ),
    )


def _folded(combine: Combine) -> Combine:
    gathered: dict[str, Expression] = {}
    for coefficient, value in combine.terms:
        gathered[value] = gathered.get(value, ZERO) + coefficient
    return Combine.of([(decided(c), value) for value, c in gathered.items()])
