"""Run the passes over a graph and over the graphs that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from tableau2net.graph import Graph, Module, Steps, System
from tableau2net.optimise.passes import KIND


@dataclass(frozen=True)
class Pass:
    """A pass: its name, and what it does to one graph."""

    name: str
    run: Callable[[Graph], Graph]


@cache
def every_pass() -> tuple[Pass, ...]:
    """All passes, in order."""
    return tuple(Pass(name, KIND.load(name).run) for name in KIND.names)


def optimise(graph: Graph, chosen: Iterable[Pass] | None = None) -> Graph:
    """The graph after the passes (all of them, unless some are `chosen`), its subgraphs first.

    A subgraph that several modules share stays shared.
    """
    order = every_pass() if chosen is None else tuple(chosen)
    return _optimise(graph, order, {})


def _optimise(graph: Graph, order: tuple[Pass, ...], done: dict[int, Graph]) -> Graph:
    modules = {name: _inner(module, order, done) for name, module in graph.modules.items()}
    graph = replace(graph, modules=MappingProxyType(modules))
    for step in order:
        graph = step.run(graph)
    return graph


def _inner(module: Module, order: tuple[Pass, ...], done: dict[int, Graph]) -> Module:
    """The module with its graph optimised, and without the fields of slots that are no more."""
    if not isinstance(module, Steps | System):
        return module
    before = module.graph
    after = done.get(id(before)) or _optimise(before, order, done)
    done[id(before)] = after
    kept = {slot.name for slot in after.slots}
    indices = [i for i, slot in enumerate(before.slots) if slot.name in kept]
    if isinstance(module, Steps):
        return replace(module, graph=after, uses=tuple(module.uses[i] for i in indices))
    return replace(module, graph=after, slots=tuple(module.slots[i] for i in indices))
