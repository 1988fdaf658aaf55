"""Share equal values: what two nodes compute alike is computed once.

A reversible step's second stage input x1 + k1 is also its first output.
"""

from __future__ import annotations

from dataclasses import replace

from tableau2net.graph import Combine, Concat, Graph, Operation, graph_of


def run(graph: Graph) -> Graph:
    """The graph in which equal combinations and concatenations of the same values are one node."""
    operations: dict[str, Operation] = {}
    first: dict[Operation, str] = {}
    same: dict[str, str] = {}
    for node, operation in graph.operations.items():
        operation = operation.renamed(same)
        if isinstance(operation, Combine | Concat) and operation in first:
            same[node] = first[operation]
            continue
        first.setdefault(operation, node)
        operations[node] = operation
    outputs = tuple(same.get(node, node) for node in graph.outputs)
    return replace(graph, flow=graph_of(operations), outputs=outputs)
