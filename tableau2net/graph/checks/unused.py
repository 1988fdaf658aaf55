"""All is used: nothing is left that no output needs. It holds once what is unused has been dropped."""

from __future__ import annotations

from collections.abc import Iterable

import networkx

from tableau2net.graph.checks.fault import listed, require
from tableau2net.graph.graph import Graph
from tableau2net.graph.operations import Call, Combine, Input, Repeat, Weight
from tableau2net.graph.steps import Steps, System


def all_is_used(graph: Graph) -> None:
    """Every node, slot, scalar, module and list of fields serves an output. Raises CompilerFault."""
    operations = graph.operations
    needed = set(graph.outputs).union(*(networkx.ancestors(graph.flow, node) for node in graph.outputs))
    computed = (node for node, operation in operations.items() if not isinstance(operation, Input))
    _none_left(graph, "a value that no output needs", computed, needed)
    called = {operation.module for operation in operations.values() if isinstance(operation, Call | Repeat)}
    _none_left(graph, "a module that nothing calls", graph.modules, called)
    inner = {slot for module in graph.modules.values() if isinstance(module, System) for slot in module.slots}
    slots = (slot.name for slot in graph.slots)
    _none_left(graph, "a slot that nothing calls", slots, called | inner)
    coefficients = (
        coefficient
        for operation in operations.values()
        if isinstance(operation, Combine)
        for coefficient in operation.coefficients
    )
    named = {name for coefficient in coefficients for name in coefficient.names}
    named |= {operation.scalar for operation in operations.values() if isinstance(operation, Weight)}
    scalars = (*(scalar.name for scalar in graph.scalars), *graph.given)
    _none_left(graph, "a scalar that no coefficient names", scalars, named)
    steps = (module for module in graph.modules.values() if isinstance(module, Steps))
    used = {use.fields for module in steps for use in module.uses}
    _none_left(graph, "fields that no step uses", graph.fields, used)


def _none_left(graph: Graph, what: str, have: Iterable[str], used: set[str]) -> None:
    left = [name for name in have if name not in used]
    require(not left, graph, listed(left), "it is left unused", what, "that it was dropped")
