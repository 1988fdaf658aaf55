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
    """The graph with every chain of two or more equal steps, all that their list has, as one Repeat of the list."""
    runs = [found for found in _runs(graph) if len(found.nodes) > 1 and _is_whole(graph, found)]
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


def _is_whole(graph: Graph, found: _Run) -> bool:
    """Whether the chain holds all elements of its list, whose name the loop then has for itself."""
    lists = {name.partition(".")[0] for name in found.modules}
    return {name for name in graph.modules if name.partition(".")[0] in lists} == set(found.modules)


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
    strides = {_stride(before, after) for before, after in itertools.pairwise(steps)}
    return None not in strides and len(strides) == 1


@dataclass(frozen=True)
class _Stride:
    """By how much the indices of the fields, and the rate of dropping, grow from one step of a loop to the next."""

    uses: tuple[int, ...]
    drop_rate: int = 0


def _stride(before: Module, after: Module) -> _Stride | None:
    """None where the two are no steps of one loop."""
    if not isinstance(before, Steps) or not isinstance(after, Steps):
        return None
    fields = [[use.fields for use in step.uses] for step in (before, after)]
    if before.graph is not after.graph or before.channels != after.channels or fields[0] != fields[1]:
        return None
    uses = tuple(b.first - a.first for a, b in zip(before.uses, after.uses, strict=True))
    if before.drop_rate is None or after.drop_rate is None:
        return _Stride(uses) if before.drop_rate is after.drop_rate else None
    drop_rate = after.drop_rate.first - before.drop_rate.first
    return (
        _Stride(uses, drop_rate)
        if replace(before.drop_rate, first=after.drop_rate.first) == after.drop_rate
        else None
    )


def _index(operation: Operation) -> int:
    return operation.index if isinstance(operation, Item) else 0


def _merged(graph: Graph, found: _Run) -> Steps:
    first, second = (graph.modules[name] for name in found.modules[:2])
    stride = _stride(first, second)
    if stride is None or not isinstance(first, Steps):
        raise TypeError(f"{found.modules[0]} begins no loop")
    uses = tuple(replace(use, stride=n) for use, n in zip(first.uses, stride.uses, strict=True))
    drop_rate = None if first.drop_rate is None else replace(first.drop_rate, stride=stride.drop_rate)
    return replace(first, uses=uses, count=len(found.nodes), drop_rate=drop_rate)
