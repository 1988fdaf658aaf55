"""A network with at most two steps in each loop: enough to see how each of its parts behaves."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from tableau2net.graph import Graph, Steps, used


def shortened(graph: Graph) -> Graph:
    """The network with at most two steps in each loop, and no fields that only later ones use."""
    modules = {
        name: replace(inner, count=min(inner.count, 2)) if isinstance(inner, Steps) else inner
        for name, inner in graph.modules.items()
    }
    lengths: dict[str, int] = {}
    for inner in modules.values():
        for fields, index in used(inner) if isinstance(inner, Steps) else ():
            lengths[fields] = max(lengths.get(fields, 0), index + 1)
    kept = {name: replace(graph.fields[name], length=length) for name, length in lengths.items()}
    return replace(graph, modules=MappingProxyType(modules), fields=MappingProxyType(kept))
