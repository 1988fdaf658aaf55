"""Runs a network without numbers and measures its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import torch
from torch import Tensor, fx, nn

from tableau2net.components.mechanisms.shared_field import own_modules
from tableau2net.components.mechanisms.solve import Solve
from tableau2net.emit.loading import RAISED
from tableau2net.emit.module import module
from tableau2net.emit.shortened import shortened
from tableau2net.emit.trial import unfit
from tableau2net.errors import InputError
from tableau2net.graph import Build, Call, Graph, Own, Steps, System, used
from tableau2net.report.activations import activations
from tableau2net.report.meter import Meter
from tableau2net.report.reach import Reach, union
from tableau2net.report.words import owner


@dataclass
class Measured:
    """What a part costs; filled while the network runs. `activations` are the values of one image kept for the backward
    pass, None where the number is not known. `shape` is that of its largest result."""

    parameters: int = 0
    macs: int = 0
    activations: int | None = 0
    reach: Reach | None = None
    shape: tuple[int, ...] = ()

    def hands_on(self, values: Sequence[Tensor], meter: Meter) -> None:
        """Take note of values that the part has computed."""
        self.reach = union(filter(None, (self.reach, *map(meter.reach, values))))
        self.shape = max((self.shape, *(tuple(value.shape[1:]) for value in values)), key=_places)


def measure(graph: Graph, channels: int, size: int) -> dict[str, Measured]:
    """The parts of a network in order, measured for one image of channels×size×size.

    A loop of equal steps is built as two steps, of which the second stands for all the later ones. It runs without
    numbers, unless a part of the user's own needs some. Raises InputError where the network cannot be built or run.
    """
    try:
        return _measured(graph, channels, size, "meta")
    except RAISED:
        with torch.random.fork_rng(devices=[]):
            try:
                return _measured(graph, channels, size, "cpu")
            except InputError:
                raise
            except RAISED as error:
                raise unfit(error, channels, size) from error


def _measured(graph: Graph, channels: int, size: int, device: str) -> dict[str, Measured]:
    loops = {name: m.count for name, m in graph.modules.items() if isinstance(m, Steps) and m.count > 1}
    with torch.device(device):
        network = module(shortened(graph)).eval()
        image = torch.zeros(1, channels, size, size)
    run = _Run(network, Meter(image), loops)
    with torch.no_grad(), run.meter:
        run.run(image)
    solves = any(isinstance(inner, Solve) for inner in network.modules())
    kept = {} if solves else activations(network, image, loops)
    for name, part in run.parts.items():
        part.activations = None if solves else kept.get(name, 0)
    for name, count in _parameters(graph, network):
        run.parts[name].parameters += count
    return run.parts


class _Run(fx.Interpreter):
    """Runs the network node by node; what stands between two submodules belongs to the part of the first."""

    def __init__(self, network: fx.GraphModule, meter: Meter, loops: Mapping[str, int]) -> None:
        super().__init__(network)
        self.meter, self.loops = meter, loops
        self.parts: dict[str, Measured] = {}
        for inner in network.modules():
            if isinstance(inner, Solve):
                inner.solver = self.solved

    def solved(self, update: Callable[[Tensor], Tensor], z: Tensor, *limits: float) -> Tensor:
        """The solver that does not iterate: `Solve` evaluates the stage equations once more, at what it returns.

        A real one mixes and stops by norms, which read every place.
        """
        return self.meter.whole(z)

    def run_node(self, n: fx.Node) -> Any:
        if n.op == "call_module":
            self.part = self.parts.setdefault(owner(str(n.target)), Measured())
        value = super().run_node(n)
        if n.op not in ("placeholder", "output"):
            self.part.hands_on(_values(value), self.meter)
        return value

    def call_module(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        before = self.meter.macs
        result = super().call_module(target, args, kwargs)
        cost = self.meter.macs - before
        name, _, index = str(target).partition(".")
        later = self.loops.get(name, 2) - 2 if index == "1" else 0
        self.part.macs += cost * (1 + later)
        for _ in range(later):
            known = _values(result)
            result = super().call_module(target, known, kwargs)
            if [self.meter.reach(value) for value in _values(result)] == [self.meter.reach(v) for v in known]:
                break  # nor will it grow in the steps after this one
        return result


def _values(result: Tensor | Sequence[Tensor]) -> tuple[Tensor, ...]:
    return (result,) if isinstance(result, Tensor) else tuple(result)


def _parameters(graph: Graph, network: nn.Module) -> Iterator[tuple[str, int]]:
    """The parameters of each part, those of a shared field where it is first used."""
    seen: set[tuple[str, int]] = set()
    for name, inner in graph.modules.items():
        if not isinstance(inner, Steps):
            part = network.get_submodule(name)
            shares = isinstance(inner, Build) and inner.shares
            yield owner(name), _own(part, ("norms",)) if shares else _size(part)
            continue
        step = network.get_submodule(f"{name}.0" if inner.count > 1 else name)
        built = {
            use.fields: step.get_submodule(_place(inner.graph, slot.name))
            for slot, use in zip(inner.graph.slots, inner.uses, strict=True)
        }
        first = {fields: _size(field) for fields, field in built.items()}
        later = {fields: _own(field, graph.fields[fields].own) for fields, field in built.items()}
        count = inner.count * _scalars(inner)
        for evaluated in used(inner):
            count += (later if evaluated in seen else first)[evaluated[0]]
            seen.add(evaluated)
        yield owner(name), count


def _place(graph: Graph, slot: str) -> str:
    """The name of a slot's field in a step: that of one evaluated by stage equations alone is inside their solver."""
    if any(
        isinstance(operation, Call) and operation.module == slot for operation in graph.operations.values()
    ):
        return slot
    systems = [
        name for name, inner in graph.modules.items() if isinstance(inner, System) and slot in inner.slots
    ]
    return f"{systems[0]}.stages.{slot}"


def _places(shape: tuple[int, ...]) -> int:
    return prod(shape) if shape else 0


def _size(inner: nn.Module) -> int:
    return sum(parameter.numel() for parameter in inner.parameters())


def _own(field: nn.Module, own: Own) -> int:
    """The parameters that every evaluation after a field's first has of its own."""
    return sum(map(_size, own_modules(field, norms="norms" in own, last="last" in own)))


def _scalars(steps: Steps) -> int:
    """The learned scalars of one step."""
    systems = (inner.graph for inner in steps.graph.modules.values() if isinstance(inner, System))
    graphs = (steps.graph, *systems)
    scalars = (scalar for graph in graphs for scalar in graph.scalars)
    return sum(steps.channels if scalar.per_channel else 1 for scalar in scalars)
