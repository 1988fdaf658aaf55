"""The module emitter: graph → fx.GraphModule, a graph that stays open to every tool that knows fx."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import torch
from torch import fx, nn

from tableau2net.components import Component
from tableau2net.components.contract import OPERATOR, PARTNERS
from tableau2net.components.mechanisms.initialise_others import initialise_others
from tableau2net.components.mechanisms.shared_field import SharedField, own_modules
from tableau2net.components.mechanisms.solve import Solve
from tableau2net.emit.arithmetic import (
    Accumulate,
    Binary,
    Code,
    Learned,
    Literal,
    Minus,
    Value,
    combination,
)
from tableau2net.emit.fields import PER_CHANNEL, own_arguments, own_classes, shared_builds, shared_fields
from tableau2net.emit.loading import PartError, called, constructed, loaded, partner
from tableau2net.exact import to_weight
from tableau2net.graph import (
    Alias,
    Build,
    Call,
    Combine,
    Concat,
    Drop,
    DropRate,
    FieldUse,
    Graph,
    Input,
    Item,
    Repeat,
    Scalar,
    Split,
    Steps,
    System,
    Weight,
)

_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
}


Lists = dict[str, list[nn.Module | SharedField]]  # by the name of each list of fields

# Is told of every part that is constructed: its component, the module, the arguments and the options.
Watch = Callable[[Component, nn.Module, tuple[Any, ...], Mapping[str, Any]], None]


def module(graph: Graph, initialiser: Component | None = None, watch: Watch | None = None) -> fx.GraphModule:
    """The network of `graph` as an fx.GraphModule, freshly initialised.

    Its steps are fx.GraphModules too. Raises PartError where a class of the user's own cannot be constructed.
    """
    network = _graph_module(graph, _root(graph, watch))
    if initialiser is not None:
        own = tuple(map(loaded, own_classes(graph)))
        initialise_others(network, loaded(initialiser), own)
    return network


def step_module(
    graph: Graph,
    fields: list[nn.Module],
    channels: int = 0,
    drop_rate: float = 0.0,
    watch: Watch | None = None,
) -> fx.GraphModule:
    """One step with the given fields, one per slot, in order; see `Steps` for `channels` and `drop_rate`."""
    root = nn.Module()
    for scalar in graph.scalars:
        root.register_parameter(scalar.name, nn.Parameter(_initial(scalar, channels)))
    slots = dict(zip((slot.name for slot in graph.slots), fields, strict=True))
    for name, field in slots.items():
        root.add_module(name, field)
    for name, system in graph.modules.items():
        if isinstance(system, Drop):
            root.add_module(name, _dropping(system, drop_rate))
        elif isinstance(system, Build):
            root.add_module(name, built(system, watch))
        elif isinstance(system, System):
            stages = step_module(system.graph, [slots[slot] for slot in system.slots])
            tolerance = to_weight(system.tolerance)
            solver = loaded(system.solver)
            root.add_module(name, Solve(stages, solver, system.count, tolerance, system.iterations))
    return _graph_module(graph, root)


def _dropping(drop: Drop, drop_rate: float) -> nn.Module:
    built: nn.Module = loaded(drop.component)(
        drop_rate if drop.rate is None else drop.rate, **dict(drop.options)
    )
    return built


def _root(graph: Graph, watch: Watch | None) -> nn.Module:
    """The network's submodules, constructed in order; a list of steps as a ModuleList."""
    root = nn.Module()
    shared = shared_fields(graph)
    lists: Lists = {}
    several = {name: SharedField(partial(_component, graph, name, watch)) for name in shared_builds(graph)}
    for name, item in graph.modules.items():
        if isinstance(item, Build):
            first = item.shares or name
            root.add_module(name, several[first].next() if first in several else built(item, watch))
        elif isinstance(item, Steps):
            steps = _steps(graph, item, shared, lists, watch)
            parent, _, index = name.partition(".")
            if index and int(index):
                root.get_submodule(parent).add_module(index, steps[0])
            else:
                root.add_module(parent, nn.ModuleList(steps) if index or item.count > 1 else steps[0])
    _check_norms(graph, lists, several)
    return root


def _component(graph: Graph, name: str, watch: Watch | None) -> nn.Module:
    build = graph.modules[name]
    assert isinstance(build, Build)  # that is how the name was found
    return built(build, watch)


def _check_norms(graph: Graph, lists: Lists, several: Mapping[str, SharedField]) -> None:
    """Raise PartError where evaluations are to have batch norms of their own, and nothing that they share has any."""
    with_norms = {
        name: fields.build.component for name, fields in graph.fields.items() if "norms" in fields.own
    }
    shared = [each for name in with_norms for each in lists.get(name, ()) if isinstance(each, SharedField)]
    shared += several.values()
    with_norms |= {
        name: each.component
        for name, each in graph.modules.items()
        if name in several and isinstance(each, Build)
    }
    fields = [each.first for each in shared if each.first is not None]
    if fields and not any(own_modules(field, norms=True, last=False) for field in fields):
        component = next(iter(with_norms.values()))
        message = "norm: {per: evaluation} gives every evaluation batch norms of its own"
        raise PartError(component, message, f"{called(component)}, which has none", "norm: {per: field}")


def _steps(
    graph: Graph,
    item: Steps,
    shared: frozenset[str],
    lists: Lists,
    watch: Watch | None,
) -> list[nn.Module]:
    """The steps of one module; `lists` holds the shared fields that have been constructed so far."""
    for use in item.uses:
        if use.fields in shared and use.fields not in lists:
            fields = graph.fields[use.fields]
            make = partial(built, fields.build, watch)
            lists[use.fields] = [SharedField(make) if fields.own else make() for _ in range(fields.length)]

    def chosen(use: FieldUse, n: int) -> nn.Module:
        if use.fields in shared:
            own, field = graph.fields[use.fields].own, lists[use.fields][use.first + use.stride * n]
            return field.next(**own_arguments(own)) if isinstance(field, SharedField) else field
        return built(graph.fields[use.fields].build, watch)

    return [
        step_module(
            item.graph,
            [chosen(use, n) for use in item.uses],
            item.channels,
            item.drop_rate.at(n) if item.drop_rate else 0.0,
            watch,
        )
        for n in range(item.count)
    ]


def built(build: Build, watch: Watch | None) -> nn.Module:
    def made(component: Component, *arguments: Any, **options: Any) -> nn.Module:
        module = constructed(component, *arguments, **options)
        if watch is not None:
            watch(component, module, arguments, options)
        return module

    arguments = [each.at(0) if isinstance(each, DropRate) else each for each in build.arguments]
    options: dict[str, Any] = dict(build.options)
    if build.operator is not None:
        operator = build.operator.component
        options[OPERATOR] = partial(_convolution, partial(made, operator), build.operator)
        partners = {parameter: PARTNERS.get(parameter) for parameter in build.component.given}
        options |= {
            parameter: partner(operator, name) for parameter, name in partners.items() if name is not None
        }
    return made(build.component, *arguments, **options)


def _convolution(
    made: Callable[..., nn.Module], operator: Build, inputs: int, channels: int, **requested: Any
) -> nn.Module:
    """What the operator makes where a field calls it; what the document says of it comes first."""
    known = {name: value for name, value in requested.items() if operator.component.takes(name)}
    return made(inputs, channels, **{**known, **dict(operator.options)})


def _initial(scalar: Scalar, channels: int) -> torch.Tensor:
    low, high = to_weight(scalar.low), to_weight(scalar.high)
    shape = (channels, 1, 1) if scalar.per_channel else ()
    return torch.full(shape, low) if low == high else torch.empty(shape).uniform_(low, high)


def _graph_module(graph: Graph, root: nn.Module) -> fx.GraphModule:
    return fx.GraphModule(root, _Flow(graph).build(), graph.name)


class _Flow:
    """The fx graph of one of ours, node by node."""

    def __init__(self, graph: Graph) -> None:
        self.graph, self.fx = graph, fx.Graph()
        self.nodes: dict[str, fx.Node] = {}
        self.learned: dict[str, fx.Node] = {}

    def build(self) -> fx.Graph:
        for node in self.graph.inputs:
            self.nodes[node] = self.fx.placeholder(node.partition(".")[0])
        if self.graph.is_per_channel:
            rank = self.fx.call_function(getattr, (self.nodes[self.graph.inputs[0]], "ndim"))
            fits = self.fx.call_function(operator.eq, (rank, 4))
            self.fx.call_function(torch._assert, (fits, PER_CHANNEL))
        for held in self.graph.scalars:
            self.learned[held.name] = self.fx.get_attr(held.name)
        for scalar, node in self.graph.given.items():
            self.learned[scalar] = self.nodes[node]
        for node, operation in self.graph.operations.items():
            if isinstance(operation, Input):
                continue
            arguments = tuple(self.nodes[name] for name in operation.arguments)
            self.nodes[node] = self.node(operation, arguments)
        outputs = tuple(self.nodes[name] for name in self.graph.outputs)
        single = len(outputs) == 1 and not self.graph.returns_tuple
        self.fx.output(outputs[0] if single else outputs)
        self.fx.lint()
        return self.fx

    def node(self, operation: object, arguments: tuple[fx.Node, ...]) -> fx.Node:
        match operation:
            case Alias():
                (source,) = arguments
                return source
            case Weight(_, scalar):
                return self.learned[scalar]
            case Call(_, target):
                return self.fx.call_module(target, arguments)
            case Repeat(_, target, outputs):
                return self.repeat(target, outputs, arguments)
            case Item(_, index):
                return self.fx.call_function(operator.getitem, (arguments[0], index))
            case Concat():
                return self.fx.call_function(torch.cat, (arguments, 1))
            case Split(_, parts):
                return self.fx.call_method("chunk", (arguments[0], parts, 1))
            case Combine():
                total: fx.Node = self.arithmetic(combination(operation))
                return total
        raise TypeError(f"{operation} has no fx form")

    def repeat(self, target: str, outputs: int, arguments: tuple[fx.Node, ...]) -> fx.Node:
        steps = self.graph.modules[target]
        node = arguments[0]
        for n in range(steps.count if isinstance(steps, Steps) else 0):
            if n:
                items = [self.fx.call_function(operator.getitem, (node, i)) for i in range(outputs)]
                arguments = tuple(items) or (node,)
            node = self.fx.call_module(f"{target}.{n}", arguments)
        return node

    def arithmetic(self, code: Code) -> Any:
        match code:
            case Value(node):
                return self.nodes[node]
            case Literal():
                return code.number
            case Learned(name):
                return self.learned[name]
            case Minus(operand):
                return self.fx.call_function(operator.neg, (self.arithmetic(operand),))
            case Binary(symbol, left, right):
                operands = (self.arithmetic(left), self.arithmetic(right))
                return self.fx.call_function(_OPERATORS[symbol], operands)
            case Accumulate(start, terms):
                total = self.arithmetic(start)
                for i, (factor, value) in enumerate(terms):
                    method = "add" if i < code.in_place_from else "add_"
                    alpha: dict[str, Any] = {} if factor.number == 1 else {"alpha": factor.number}
                    total = self.fx.call_method(method, (total, self.nodes[value.node]), alpha)
                return total
        raise TypeError(f"{code} is no arithmetic")
