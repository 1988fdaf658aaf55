"""Merge equal steps into a loop: a chain of steps with one graph, each given all that the last one returned.

u1 = step.0(u);  u2 = step.1(u1);  u3 = step.2(u2)   →   u3 = repeat step(u)
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from types import MappingProxyType

from tableau2net.graph import Call, Graph, Item, Module, Operation, Repeat, Steps, graph_of


@dataclass(frozen=True)
class _Run:
    """Consecutive steps: their nodes, and the modules that they call. It grows while the chain is followed."""

    nodes: list[str]
    modules: list[str]


def run(graph: Graph) -> Graph:
    """The graph with every chain of two or more equal steps as one Repeat of a list of modules."""
    runs = [found for found in _runs(graph) if len(found.nodes) > 1]
    inner = {node for found in runs for node in found.nodes[:-1]}
    last = {found.nodes[-1]: found for found in runs}
    operations: dict[str, Operation] = {}
    for node, operation in graph.operations.items():
        source = operation.arguments[0] if isinstance(operation, Item) else node
        if source in inner:
            continue
        if node in last and isinstance(operation, Call):
            found = last[node]
            operation = Repeat(graph[found.nodes[0]].arguments, _list_name(found), operation.outputs)
        operations[node] = operation
    merged = {name: found for found in runs for name in found.modules}
    modules: dict[str, Module] = {}
    for name, module in graph.modules.items():
        chain = merged.get(name)
        if chain is None:
            modules[name] = module
        elif name == chain.modules[0]:
            modules[_list_name(chain)] = _merged(graph, chain)
    return replace(graph, flow=graph_of(operations), modules=MappingProxyType(modules))


def _list_name(found: _Run) -> str:
    return found.modules[0].partition(".")[0]


def _runs(graph: Graph) -> list[_Run]:
    runs: list[_Run] = []
    for node, operation in graph.operations.items():
        if not isinstance(operation, Call) or not isinstance(graph.modules.get(operation.module), Steps):
            continue
        if runs and _continues(graph, runs[-1], operation):
            runs[-1].nodes.append(node)
            runs[-1].modules.append(operation.module)
        else:
            runs.append(_Run([node], [operation.module]))
    return runs


def _continues(graph: Graph, run: _Run, call: Call) -> bool:
    """Whether the call takes all that the run's last step returned, in order, and its fields go on as before."""
    previous = run.nodes[-1]
    values = sorted(graph.flow.successors(previous), key=lambda node: _index(graph[node]))
    returned = tuple(values) if isinstance(call, Call) and call.outputs else (previous,)
    if call.arguments != returned or any(graph.flow.out_degree(value) != 1 for value in returned):
        return False
    if any(value in graph.outputs for value in returned):
        return False
    steps = [graph.modules[name] for name in (*run.modules[-2:], call.module)]
    uses = [step.uses for step in steps if isinstance(step, Steps)]
    graphs = {id(step.graph) for step in steps if isinstance(step, Steps)}
    strides = (
        {
            tuple((b.fields == a.fields, b.first - a.first) for a, b in zip(before, after, strict=True))
            for before, after in itertools.pairwise(uses)
        }
        if len(graphs) == 1
        else set()
    )
    return len(strides) == 1 and all(alike for stride in strides for alike, _ in stride)


def _index(operation: Operation) -> int:
    return operation.index if isinstance(operation, Item) else 0


def _merged(graph: Graph, found: _Run) -> Steps:
    first, second = (graph.modules[name] for name in found.modules[:2])
    if not isinstance(first, Steps) or not isinstance(second, Steps):
        raise TypeError(f"{found.modules[0]} is not a step")
    uses = tuple(
        replace(use, stride=following.first - use.first)
        for use, following in zip(first.uses, second.uses, strict=True)
    )
    death = first.death
    if death is not None and second.death is not None:
        death = replace(death, stride=second.death.first - death.first)
    return replace(first, uses=uses, count=len(found.nodes), death=death)
