"""Drop zeros: terms with coefficient zero, and combinations and concatenations that are one value unchanged.

1·u + 0·k1  →  u        [u]  →  u

A combination that is zero keeps one term, which gives it its shape.
"""

from __future__ import annotations

from dataclasses import replace

from tableau2net.exact import ONE, ZERO
from tableau2net.graph import Combine, Concat, Graph, Operation, graph_of


def run(graph: Graph) -> Graph:
    """The graph without zero terms; a node that is another one unchanged is read there instead."""
    operations: dict[str, Operation] = {}
    same: dict[str, str] = {}
    for node, operation in graph.operations.items():
        operation = operation.renamed(same)
        if isinstance(operation, Combine):
            terms = [(c, value) for c, value in operation.terms if c != ZERO]
            operation = Combine.of(terms or list(operation.terms[:1]))
        unchanged = isinstance(operation, Concat) or (
            isinstance(operation, Combine) and operation.coefficients == (ONE,)
        )
        if unchanged and len(operation.arguments) == 1:
            same[node] = operation.arguments[0]
        else:
            operations[node] = operation
    outputs = tuple(same.get(node, node) for node in graph.outputs)
    return replace(graph, flow=graph_of(operations), outputs=outputs)
