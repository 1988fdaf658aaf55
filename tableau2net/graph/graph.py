"""The graph: an immutable networkx graph of operations, and the submodules that they call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from types import MappingProxyType
from typing import Literal

import networkx

from tableau2net.errors import CompilerFault
from tableau2net.exact import Expression
from tableau2net.graph.build import Drop, FieldList, Module
from tableau2net.graph.operations import Input, Operation


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a field, filled when the step is constructed.

    `node` is the abscissa c_i at which it is evaluated, None where it has no one abscissa; its input has `width` times
    the state's channels, and `slopes` times a slope's, None where those are as many. `field` names the vector field,
    where the scheme has more than one. In a step that leads from other channels, or another resolution, to the state's,
    a `strided` one reads values of those, and a `shortcut` takes such a value to the state's. One that `shares` is
    filled with a field that shares weights with that of another slot.
    """

    name: str
    node: Expression | None
    width: int = 1
    field: str = ""
    role: Literal["field", "strided", "shortcut"] = "field"
    shares: str = ""
    slopes: int | None = None

    def channels(self, state: int, slope: int) -> int:
        """The channels of its input, where a state and a slope have so many."""
        return self.width * state + (self.slopes or 0) * slope

    def __str__(self) -> str:
        node = f" at {self.node}" if self.node is not None else ""
        role = f", {self.role}" if self.role != "field" else ""
        width = f", width {self.width}" if self.width != 1 else ""
        width += f", slopes {self.slopes}" if self.slopes is not None else ""
        field, shares = self.field and f", field {self.field}", self.shares and f", shares {self.shares}"
        return f"slot {self.name}{node}{width}{field}{role}{shares}"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A learned scalar, one per instance, drawn from U(low, high) at the start; low = high is a fixed start.

    With `per_channel` there is one for each channel of the state, (channels, 1, 1).
    """

    name: str
    low: Expression
    high: Expression
    per_channel: bool = False

    def __str__(self) -> str:
        each = ", per channel" if self.per_channel else ""
        return f"scalar {self.name} from {self.low} to {self.high}{each}"


@dataclass(frozen=True)
class Graph:
    """A computation: one class of the emitted source, one fx.GraphModule.

    `flow` holds the operations as node attribute `operation`, with an edge from each argument; its nodes stand in
    an order in which they can be computed. The node name `base.N` asks for the variable name `base`.
    `results` names the outputs, where a step returns what the next one takes.
    `scalars` are the learned ones that it holds, `given` those that are among its inputs, with their nodes.
    `slots` are filled by whoever constructs it; `modules` it constructs itself, using `fields`. With
    `returns_tuple` a single output is returned as a tuple of one.
    """

    name: str
    title: str
    flow: networkx.DiGraph
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    slots: tuple[Slot, ...] = ()
    scalars: tuple[Scalar, ...] = ()
    modules: Mapping[str, Module] = field(default_factory=lambda: MappingProxyType({}))
    fields: Mapping[str, FieldList] = field(default_factory=lambda: MappingProxyType({}))
    results: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    returns_tuple: bool = False
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, node: str) -> Operation:
        operation: Operation = self.flow.nodes[node]["operation"]
        return operation

    @property
    def is_per_channel(self) -> bool:
        """Whether it is constructed with its number of channels."""
        return any(scalar.per_channel for scalar in self.scalars)

    @property
    def drops(self) -> bool:
        """Whether it is constructed with the rate at which it drops slopes."""
        return any(isinstance(module, Drop) and module.rate is None for module in self.modules.values())

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Every node's operation, in order."""
        return {node: self[node] for node in self.flow}

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same in the same order, for what is built first is drawn first."""
        if not isinstance(other, Graph):
            return NotImplemented
        return self is other or self._parts == other._parts

    @property
    def _parts(self) -> tuple[object, ...]:
        ordered = (self.operations, self.modules, self.fields, self.given)
        return (
            *(list(mapping.items()) for mapping in ordered),
            *(self.name, self.title, self.inputs, self.outputs, self.slots, self.scalars),
            *(self.results, self.notes, self.returns_tuple),
        )

    def __str__(self) -> str:
        """The graph as `graph.printed` describes it, its subgraphs by their names."""
        named = zip_longest(self.outputs, self.results)
        outputs = ", ".join(f"{node} as {result}" if result else str(node) for node, result in named)
        lines = [
            f"{self.name}({', '.join(self.inputs)}) -> {f'({outputs})' if self.returns_tuple else outputs}",
            *([f"  title {self.title!r}"] if self.title else []),
            *(f"  note {note!r}" for note in self.notes),
            *(f"  {declared}" for declared in (*self.slots, *self.scalars)),
            *(f"  given {scalar} = {node}" for scalar, node in self.given.items()),
            *(f"  fields {name} = {fields}" for name, fields in self.fields.items()),
            *(f"  module {name} = {module}" for name, module in self.modules.items()),
        ]
        for node, operation in self.operations.items():
            if not (isinstance(operation, Input) and node in self.inputs):
                lines.append(f"  {node} = {operation}")
        return "\n".join(lines)


def graph_of(operations: Mapping[str, Operation]) -> networkx.DiGraph:
    """The frozen flow graph of operations that stand in an order in which they can be computed.

    Raises CompilerFault where one reads a node that does not stand before it.
    """
    flow = networkx.DiGraph()
    for node, operation in operations.items():
        for argument in operation.arguments:
            if argument not in flow:
                raise CompilerFault(
                    "a value is read before it is computed", node, argument, "an earlier node"
                )
        flow.add_node(node, operation=operation)
        flow.add_edges_from((argument, node) for argument in operation.arguments)
    return networkx.freeze(flow)
