"""Lower one step: a general linear method → the graph of its stages, slopes, combinations and outputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from tableau2net.exact import ONE, ZERO, Expression, Name
from tableau2net.graph import (
    Call,
    Combine,
    Concat,
    Graph,
    Input,
    Item,
    Module,
    Operation,
    Scalar,
    System,
    graph_of,
)
from tableau2net.graph.names import step_attributes
from tableau2net.lower.coupling import COUPLINGS, Situation
from tableau2net.lower.nodes import Nodes
from tableau2net.lower.outputs import activated, disturbed, output
from tableau2net.lower.own_order import followed
from tableau2net.lower.slots import Slots, Width
from tableau2net.lower.step_options import StepOptions
from tableau2net.lower.system import SystemLowering, no_input
from tableau2net.lower.weights import Evaluation, link_name
from tableau2net.methods import External, Method, Recurrence
from tableau2net.read import Fused
from tableau2net.read import Solve as Solved


def external_name(value: External) -> str:
    """The variable that holds an external value: u, u_prev, u_prev2, …, k_prev, …; x1, x2 for parts."""
    if value.kind == "part":
        return f"x{value.age + 1}"
    if value.kind in ("copy", "free"):
        return f"v{value.age}"
    past = {0: "", 1: "_prev"}.get(value.age, f"_prev{value.age}")
    return f"{'u' if value.kind == 'state' else 'k'}{past}"


def lower_step(method: Method, options: StepOptions, name: str, *, slope_out: bool = False) -> Graph:
    """The graph of one step of `method`.

    Inputs and outputs are the external values, in order. With `slope_out` the step also returns h k_1, the slope at
    its start, for a multistep history. Raises InputError where the options do not fit the method.

    Which attributes hold the learned scalars is known when all slots and submodules are; where some must give way, the
    step is lowered once more.
    """
    graph = StepLowering(method, options, name, {}).graph(slope_out)
    members = (*(slot.name for slot in graph.slots), *graph.modules)
    attributes = step_attributes(members, (scalar.name for scalar in graph.scalars))
    if all(learned == attribute for learned, attribute in attributes.items()):
        return graph
    return StepLowering(method, options, name, attributes).graph(slope_out)


def bound(method: Method, attributes: Mapping[str, str]) -> Method:
    """The method with its fixed parameters' values in place; learned ones become the `attributes` that hold them."""
    values: dict[str, Expression] = {}
    for parameter in method.parameters:
        if parameter.learned:
            values[parameter.name] = Name(attributes.get(parameter.name, parameter.name))
        elif parameter.value is not None:
            values[parameter.name] = parameter.value
    return method.substitute(values) if values else method


class StepLowering:
    """The operations of one step as they come to be; `known` holds the newest slope of each stage."""

    def __init__(
        self, method: Method, options: StepOptions, name: str, attributes: Mapping[str, str]
    ) -> None:
        held = {learned: Name(attribute) for learned, attribute in attributes.items()}
        self.method, self.name, self.attributes = bound(method, attributes), name, attributes
        self.options = replace(options, h=options.h.substitute(held))
        self.coupling = COUPLINGS[options.coupling]
        self.external = tuple(external_name(value) for value in method.external)
        self.slots = Slots(self.method, options.weights, options.coupling, own=options.own)
        self.nodes = Nodes(self.external, options, self.slots)
        self.systems: dict[str, System] = {}
        self.known: dict[int, str] = {}

    def graph(self, slope_out: bool) -> Graph:
        if self.options.column is not None:
            self.nodes.operations["column"] = Call(self.external[:1], "column")
        if self.own_order is None:
            self.every_slope()
            combined = [
                self.nodes.joined(output(self, row), f"{value}.1") for row, value in enumerate(self.external)
            ]
        else:
            combined = [followed(self, self.own_order)]
        results = (*self.external, *(["k_prev"] if slope_out else []))
        if slope_out:
            combined.append(Combine((self.known[0],), (self.options.h,)))
        outputs = tuple(f"{value}.1" for value in results)
        modules: dict[str, Module] = dict(self.systems)
        if self.options.join is not None:
            modules["join"] = self.options.join
        if self.options.pool is not None:
            modules["pooled"] = self.options.pool
        if self.options.column is not None:
            columns = max(map(len, self.nodes.joins), default=1)
            modules["column"] = replace(
                self.options.column, options=(("columns", columns), *self.options.column.options)
            )
        drawn = {"drop": self.options.drop, "noise": self.options.noise}
        random = {name: each for name, each in drawn.items() if each is not None}
        if random:
            combined = disturbed(self, combined, tuple(random))
            modules |= random
        if self.options.after is not None:
            combined = activated(self, combined)
            modules["activation"] = self.options.after
        self.nodes.operations.update(zip(outputs, combined, strict=True))
        return Graph(
            name=self.name,
            title=self.title,
            flow=graph_of(self.nodes.operations),
            inputs=self.external,
            outputs=outputs,
            results=results,
            slots=self.slots.all(),
            scalars=self.scalars(),
            modules=MappingProxyType(modules),
        )

    @property
    def title(self) -> str:
        """The scheme's, where it leads to, and what follows it."""
        after = f", then {self.options.after.component.kind}" if self.options.after is not None else ""
        return f"{self.method.title}{', from one period to the next' if self.options.enters else ''}{after}"

    @property
    def own_order(self) -> Recurrence | None:
        """The order of operations in which the scheme is written, where it is followed: not where the slopes stand side
        by side or go through something, each or as a sum of its own."""
        options = self.options
        apart = (options.drop, options.noise, options.join, options.pool)
        as_it_stands = all(each is None for each in apart)
        summed = options.coupling == "sum" and as_it_stands and not options.enters
        return self.method.recurrence if summed else None

    def every_slope(self) -> None:
        """The slopes of all stages, component by component."""
        for component in self.method.components:
            first = component[0]
            if len(component) == 1 and self.method.A[first][first] == ZERO:
                self.evaluate(first, 0, self.known)
            elif isinstance(self.options.implicit, Fused):
                self.fuse(component, self.options.implicit)
            else:
                self.solve(component, self.options.implicit)

    def at(self, slopes: dict[int, str], external: tuple[str, ...] | None = None) -> Situation:
        return Situation(self.method, self.options.h, external or self.external, slopes)

    def carried(self, row: tuple[Expression, ...]) -> tuple[str, ...]:
        """The external values as a sum with these coefficients reads them: through shortcuts where the step enters."""
        if not self.options.enters:
            return self.external
        return tuple(
            name if entry == ZERO else self.nodes.shortcut(name)
            for entry, name in zip(row, self.external, strict=True)
        )

    def width_of(self, operation: Operation, linear: Collection[str]) -> Width:
        """How many times the state's channels the input of a stage has and, where slopes have channels of their own,
        how many times those; `linear` are the values that are no slopes."""
        read = operation.arguments if isinstance(operation, Concat) else self.external[:1]
        states = sum(value in linear for value in read)
        return (states, len(read) - states) if self.options.grows else (len(read), None)

    def evaluate(self, stage: int, sweep: int, slopes: dict[int, str]) -> None:
        """k_i = f_i(Y_i), with Y_i formed from `slopes`."""
        suffix = f".{sweep}" if sweep else ""
        y, k = f"y{stage + 1}{suffix}", f"k{stage + 1}{suffix}"
        strided = self.options.enters and all(self.method.A[stage][j] == ZERO for j in slopes)
        external = self.external if strided else self.nodes.carried(self.method.U[stage])
        read = self.coupling.stage(self.at(slopes, external), stage)
        if sweep and isinstance(self.options.implicit, Fused) and self.options.implicit.reads == "slopes":
            read = Concat(tuple(value for value in read.arguments if value not in external))
        if self.options.coupling == "links":
            self.linked(stage, read, slopes, k, sweep)
            return
        self.nodes.operations[y] = self.nodes.joined(read, y)
        self.read(stage, y, k, sweep, strided=strided)

    def linked(self, stage: int, read: Operation, known: dict[int, str], k: str, sweep: int) -> None:
        """k_i = Σ_v f_iv(v), over the values that a stage reads."""
        if not read.arguments:
            raise no_input(stage, self.method)
        sources: dict[str, int | str] = {name: j + 1 for j, name in known.items()}
        if len(self.external) > 1:
            sources |= {name: name for name in self.external}
        slopes = []
        for value in read.arguments:
            source = sources.get(value, 0)
            shared = link_name(self.options.weights, Evaluation(stage, sweep), source)
            width = self.width_of(Concat((value,)), self.external)
            slot = self.slots.of(stage, shared, width)
            slopes.append(f"k{stage + 1}_{source}{f'.{sweep}' if sweep else ''}")
            self.nodes.operations[slopes[-1]] = Call((value,), slot)
        self.nodes.operations[k] = Combine(tuple(slopes), (ONE,) * len(slopes))
        self.known[stage] = k

    def read(self, stage: int, y: str, k: str, sweep: int = 0, *, strided: bool = False) -> None:
        """k = f_i(y)."""
        self.check_reads_something(stage, y)
        linear = self.nodes.linear
        width = self.width_of(self.nodes.operations[y], linear)
        slot = self.slots.evaluation(Evaluation(stage, sweep), width, strided=strided)
        self.nodes.operations[k] = Call((y,), slot)
        self.known[stage] = k

    def check_reads_something(self, stage: int, node: str) -> None:
        operation = self.nodes.operations[node]
        if isinstance(operation, Input):
            return
        terms = operation.coefficients if isinstance(operation, Combine) else operation.arguments
        if not any(term != ZERO for term in terms):
            raise no_input(stage, self.method)

    def fuse(self, component: tuple[int, ...], mode: Fused) -> None:
        """A predictor sweep with the slopes known so far, then update sweeps with all of them."""
        for stage in component:
            self.evaluate(stage, 0, self.known)
        for sweep in range(1, mode.sweeps + 1):
            before = dict(self.known)
            for stage in component:
                self.evaluate(stage, sweep, before if mode.order == "jacobi" else self.known)

    def solve(self, component: tuple[int, ...], mode: Solved) -> None:
        """The component's stage equations as a graph of their own, handed to a solver."""
        inner = SystemLowering(self, component)
        if not inner.known_inputs:
            raise no_input(component[0], self.method)
        name = f"stages{component[0] + 1}"
        graph = inner.graph(f"{self.name.removesuffix('Step')}{name.capitalize()}")
        self.systems[name] = System(
            graph=graph,
            slots=tuple(slot.name for slot in graph.slots),
            count=len(component),
            solver=mode.solver,
            tolerance=mode.tolerance,
            iterations=mode.iterations,
        )
        weights = tuple(map(self.nodes.weight, graph.given))
        node = f"slopes{component[0] + 1}"
        self.nodes.operations[node] = Call((*inner.known_inputs, *weights), name, len(component))
        for index, stage in enumerate(component):
            self.known[stage] = f"k{stage + 1}"
            self.nodes.operations[self.known[stage]] = Item((node,), index)

    def scalars(self) -> tuple[Scalar, ...]:
        recurrence = self.method.recurrence
        entries = () if recurrence is None else recurrence.coefficients()
        own = frozenset[str]().union(*(entry.names for entry in entries))
        learned = {self.attributes.get(p.name, p.name): p for p in self.method.parameters if p.learned}
        scalars = [
            Scalar(name, *(p.initial or (ZERO, ZERO)), per_channel=p.per_channel)
            for name, p in learned.items()
            if name in self.method.names | own
        ]
        if isinstance(self.options.h, Name):
            scalars.append(Scalar(self.options.h.name, ONE, ONE))
        return tuple(scalars)
