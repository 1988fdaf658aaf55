"""Drop what is unused: values that no output needs, and the slots, scalars, modules and fields only they used.

The last stage of Dormand–Prince 5(4) serves its error estimate alone, and is not in a network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import networkx

from tableau2net.graph import Call, Combine, Graph, Input, Operation, Repeat, Steps, System, Weight, graph_of


def run(graph: Graph) -> Graph:
    """The graph reduced to its inputs and the ancestors of its outputs."""
    needed = set(graph.outputs).union(*(networkx.ancestors(graph.flow, node) for node in graph.outputs))
    operations = {
        node: operation
        for node, operation in graph.operations.items()
        if node in needed or isinstance(operation, Input)
    }
    called = {operation.module for operation in operations.values() if isinstance(operation, Call | Repeat)}
    names = {
        name
        for operation in operations.values()
        if isinstance(operation, Combine)
        for coefficient in operation.coefficients
        for name in coefficient.names
    }
    names |= {operation.scalar for operation in operations.values() if isinstance(operation, Weight)}
    modules = {name: module for name, module in graph.modules.items() if name in called}
    renamed = _renumbered(modules)
    inner = {slot for module in modules.values() if isinstance(module, System) for slot in module.slots}
    used = {use.fields for module in modules.values() if isinstance(module, Steps) for use in module.uses}
    return replace(
        graph,
        flow=graph_of({node: _calling(operation, renamed) for node, operation in operations.items()}),
        slots=tuple(slot for slot in graph.slots if slot.name in called | inner),
        scalars=tuple(scalar for scalar in graph.scalars if scalar.name in names),
        modules=MappingProxyType({renamed[name]: module for name, module in modules.items()}),
        fields=MappingProxyType({name: fields for name, fields in graph.fields.items() if name in used}),
    )


def _renumbered(names: Iterable[str]) -> dict[str, str]:
    """The names, with the elements `list.N` of each list numbered from 0."""
    length: Counter[str] = Counter()
    renamed = {}
    for name in names:
        base, dot, _ = name.partition(".")
        renamed[name] = f"{base}.{length[base]}" if dot else name
        length[base] += 1
    return renamed


def _calling(operation: Operation, renamed: Mapping[str, str]) -> Operation:
    if isinstance(operation, Call | Repeat):
        return replace(operation, module=renamed.get(operation.module, operation.module))
    return operation
