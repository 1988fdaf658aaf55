"""Run the passes over a graph and over the graphs that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from tableau2net.errors import CompilerFault
from tableau2net.graph import Graph, Module, Steps, System
from tableau2net.optimise.passes import KIND

Watch = Callable[[str, Graph, Graph], None]


@dataclass(frozen=True)
class Pass:
    """A pass: its name, and what it does to one graph."""

    name: str
    run: Callable[[Graph], Graph]


@cache
def every_pass() -> tuple[Pass, ...]:
    """All passes, in order."""
    return tuple(Pass(name, KIND.load(name).run) for name in KIND.names)


def optimise(graph: Graph, chosen: Iterable[Pass] | None = None, watch: Watch | None = None) -> Graph:
    """The graph after the passes (all of them, unless some are `chosen`), its subgraphs first.

    A subgraph that several modules share stays shared. `watch` is called after each pass over each graph, with the
    pass's name and the graph before and after. Raises CompilerFault, which names the pass, where it makes no graph.
    """
    return _Run(every_pass() if chosen is None else tuple(chosen), watch).optimised(graph)


@dataclass(frozen=True)
class _Run:
    """One run of the passes; `done` are the subgraphs that are optimised, by the identity of what they were."""

    order: tuple[Pass, ...]
    watch: Watch | None
    done: dict[int, Graph] = field(default_factory=dict)

    def optimised(self, graph: Graph) -> Graph:
        modules = {name: self.inner(module) for name, module in graph.modules.items()}
        graph = replace(graph, modules=MappingProxyType(modules))
        for each in self.order:
            before = graph
            try:
                graph = each.run(graph)
            except CompilerFault as fault:
                raise fault.after(f"the pass {each.name}", graph.name) from None
            if self.watch is not None:
                self.watch(each.name, before, graph)
        return graph

    def inner(self, module: Module) -> Module:
        """The module with its graph optimised, and without the fields of slots that are no more."""
        if not isinstance(module, Steps | System):
            return module
        before = module.graph
        after = self.done.get(id(before)) or self.optimised(before)
        self.done[id(before)] = after
        kept = {slot.name for slot in after.slots}
        indices = [i for i, slot in enumerate(before.slots) if slot.name in kept]
        if isinstance(module, Steps):
            return replace(module, graph=after, uses=tuple(module.uses[i] for i in indices))
        return replace(module, graph=after, slots=tuple(module.slots[i] for i in indices))
