"""Submodules that are graphs themselves: the steps of a network, the stage equations of a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tableau2net.components import Component
from tableau2net.exact import Expression
from tableau2net.graph.build import DropRate, FieldUse, Module, reference
from tableau2net.graph.graph import Graph


@dataclass(frozen=True)
class Steps(Module):
    """`count` instances of a step's graph; each of its slots is given a field.

    `channels` are those of each external value, `inputs` those of the values that it is given, where they are others;
    `growth` are those of a slope and `returns` those of the value that it returns, where they are others.
    `drop_rate` is the rate at which the graph drops slopes, if it does.
    """

    graph: Graph
    uses: tuple[FieldUse, ...]
    count: int = 1
    channels: int = 0
    drop_rate: DropRate | None = None
    inputs: int = 0
    growth: int = 0
    returns: int = 0

    def __str__(self) -> str:
        given = [self.graph.name, *map(str, self.uses)]
        given += [f"count={self.count}"] if self.count != 1 else []
        given += [f"channels={self.channels}"] if self.channels else []
        given += [f"inputs={self.inputs}"] if self.inputs else []
        given += [f"growth={self.growth}"] if self.growth else []
        given += [f"returns={self.returns}"] if self.returns else []
        given += [f"drop_rate={self.drop_rate}"] if self.drop_rate is not None else []
        return f"steps({', '.join(given)})"


@dataclass(frozen=True)
class System(Module):
    """The stage equations of an implicit step, k = graph(k, known), and how they are solved.

    The graph is given those of the step's own slots that are named in `slots`.
    """

    graph: Graph
    slots: tuple[str, ...]
    count: int
    solver: Component
    tolerance: Expression
    iterations: int

    def __str__(self) -> str:
        given = [self.graph.name, *self.slots, f"count={self.count}", f"solver={reference(self.solver)}"]
        given += [f"tolerance={self.tolerance}", f"iterations={self.iterations}"]
        return f"system({', '.join(given)})"


def used(steps: Steps) -> Iterator[tuple[str, int]]:
    """The fields that steps use: list and index, once for each evaluation that has one."""
    for n in range(steps.count):
        for use in steps.uses:
            yield use.fields, use.first + use.stride * n


def subgraphs(graph: Graph) -> Iterator[Graph]:
    """The graphs that the modules of `graph` are made of, inner ones first, each once."""
    seen: set[int] = set()
    for module in graph.modules.values():
        if isinstance(module, Steps | System):
            for inner in (*subgraphs(module.graph), module.graph):
                if id(inner) not in seen:
                    seen.add(id(inner))
                    yield inner
