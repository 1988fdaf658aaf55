"""Lower a network: stem, periods of steps, transitions, head → one graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import floor
from types import MappingProxyType

from tableau2net.components.registry import OptionValue
from tableau2net.errors import InputError
from tableau2net.exact import ONE, ZERO, Expression, Name
from tableau2net.graph import (
    Alias,
    Build,
    Call,
    Combine,
    Concat,
    Death,
    Drop,
    FieldList,
    Graph,
    Input,
    Item,
    Module,
    Operation,
    Split,
    Steps,
    graph_of,
)
from tableau2net.graph.names import STEP_SIZE, class_name
from tableau2net.lower.parts import build
from tableau2net.lower.start import carried
from tableau2net.lower.step import StepOptions, external_name, lower_step
from tableau2net.lower.weights import field_use
from tableau2net.methods import External
from tableau2net.read import Fused, NetworkDocument, Part

STATE, PAST_STATE, PAST_SLOPE = External("state"), External("state", 1), External("slope", 1)


def lower(document: NetworkDocument) -> Graph:
    """The graph of the network that `document` describes: images (N, channels, size, size) → logits (N, classes).

    Raises InputError where the document's parts do not fit one another.
    """
    return _NetworkLowering(document).graph()


@dataclass(frozen=True)
class _Step:
    """A step's graph, and the external values that it takes and returns."""

    graph: Graph
    takes: tuple[External, ...]
    returns: tuple[External, ...]


class _NetworkLowering:
    """The network's operations and modules as they come to be.

    `history` maps what is known at the present time (states and slopes of some age) to its node.
    """

    def __init__(self, document: NetworkDocument) -> None:
        self.document = document
        self.method = document.scheme.taken
        self.operations: dict[str, Operation] = {}
        self.modules: dict[str, Module] = {}
        self.fields: dict[str, FieldList] = {}
        self.history: dict[External, str] = {}
        self.counts: dict[str, int] = {}
        self.built = 0
        step_size, depth, path = document.step_size, document.stochastic_depth, document.drop_path
        self.options = StepOptions(
            coupling=document.coupling,
            weights=document.weights,
            implicit=document.implicit or Fused(),
            h=ONE if step_size == "absorbed" else Name(STEP_SIZE) if step_size == "learned" else step_size,
            drop=Drop(depth.component, depth.options) if depth else None,
            join=Drop(path.component, rate=path.rate) if path else None,
        )
        name = class_name(document.scheme.name)
        graph = lower_step(self.method, self.options, f"{name}Step")
        only_paths = all(
            entry == ZERO for row in self.method.V for entry in row
        )  # one column has nothing to join
        if document.stochastic_depth is not None and not calls(graph, "drop"):
            raise InputError(
                "stochastic depth drops the slopes that a step adds to its state",
                found=f"{document.scheme.name}, whose step adds none",
                expected="another scheme, or drop_path where the scheme joins slopes by their mean",
            )
        if document.drop_path is not None and not only_paths and not calls(graph, "join"):
            raise InputError(
                "drop-path drops what a mean of slopes joins",
                found=f"{document.scheme.name}, which joins nothing",
                expected="a scheme such as fractal3",
            )
        self.step = _Step(graph, self.method.external, self.method.external)

    def graph(self) -> Graph:
        document = self.document
        images = self.add("x", Input(()))
        widths = tuple(period.channels for period in document.periods)
        first = document.stem.channels or widths[0]
        self.modules["stem"] = self.build(document.stem, document.input.channels, first)
        self.history = {STATE: self.add("u", Call((images,), "stem"))}
        if first != widths[0]:
            self.transition(0, first, widths[0], stride=1)
        last_states = []
        every = document.head.component.reads_every_period
        for number, period in enumerate(document.periods, 1):
            if number > 1:
                self.transition(number - 1, widths[number - 2], period.channels)
            self.period(number, period.channels, period.steps)
            last = self.history[STATE]
            if every and number < len(widths):
                last = self.add(f"u{number}", Alias((last,)))
            last_states.append(last)
        read = tuple(last_states) if every else tuple(last_states[-1:])
        head_width = widths if every else widths[-1]
        self.modules["head"] = self.build(document.head, head_width, document.classes)
        logits = self.add("logits", Call(read, "head"))
        return Graph(
            name=class_name(document.name),
            title=document.title or document.name,
            flow=graph_of(self.operations),
            inputs=(images,),
            outputs=(logits,),
            modules=MappingProxyType(self.modules),
            fields=MappingProxyType(self.fields),
            notes=self.notes(),
        )

    def notes(self) -> tuple[str, ...]:
        size, channels = self.document.input.size, self.document.input.channels
        pixels = ", H, W" if self.document.head.component.per_pixel else ""
        return (f"(N, {channels}, {size}, {size}) → logits (N, {self.document.classes}{pixels}).",)

    # --- periods -----------------------------------------------------------------------------------------------

    def period(self, number: int, channels: int, steps: int) -> None:
        """The steps of one period: a multistep scheme's missing history first, then the scheme's own steps."""
        time = 0
        while self.history_is_missing and time < steps:
            name = f"start{number}" if time == 0 else f"start{number}_{time + 1}"
            self.apply(name, self.starter, number, channels, time)
            time += 1
        self.enter()
        for index in range(steps - time):
            name = f"period{number}" if steps - time == 1 else f"period{number}.{index}"
            self.apply(name, self.step, number, channels, time + index)
        self.leave()

    @property
    def history_is_missing(self) -> bool:
        past = (value for value in self.method.external if value.kind in ("state", "slope"))
        return any(value not in self.history for value in past)

    @cached_property
    def starter(self) -> _Step:
        """One step of the starter, which also returns its first slope where the history holds slopes."""
        document = self.document.starter
        assert document is not None  # reading refuses a multistep scheme without one
        slope_out = any(value.kind == "slope" for value in self.method.external)
        graph = lower_step(
            document.taken, self.options, f"{class_name(document.name)}Start", slope_out=slope_out
        )
        return _Step(graph, (STATE,), (STATE, PAST_SLOPE) if slope_out else (STATE,))

    def enter(self) -> None:
        """The external values that are made of the state itself: parts of its channels, further copies of it, and what
        a starting method makes of it, up to terms of the step size."""
        kinds = {value.kind for value in self.method.external}
        if "copy" in kinds:
            for value in self.method.external:
                if value.kind == "copy":
                    self.history[value] = self.add(external_name(value), Alias((self.history[STATE],)))
        if "free" in kinds:
            shares = carried(self.method)
            equal: dict[Expression, str] = {ONE: self.history[STATE]}
            for value, share in zip(self.method.external, shares, strict=True):
                if value.kind == "free":
                    known = Alias((equal[share],)) if share in equal else None
                    start = known or Combine((self.history[STATE],), (share,))
                    self.history[value] = self.add(external_name(value), start)
                    equal.setdefault(share, self.history[value])
        if "part" in kinds:
            parts = self.add("parts", Split((self.history.pop(STATE),), len(self.method.external)))
            for index, value in enumerate(self.method.external):
                self.history[value] = self.add(external_name(value), Item((parts,), index))

    def leave(self) -> None:
        """Only the state, with its past, outlives a period."""
        if any(value.kind == "part" for value in self.method.external):
            parts = tuple(self.history[value] for value in self.method.external)
            self.history = {STATE: self.add("u", Concat(parts))}
        self.history = {
            value: node for value, node in self.history.items() if value.kind in ("state", "slope")
        }

    def apply(self, module: str, step: _Step, number: int, channels: int, time: int) -> None:
        """One step, from t = `time` in its period to `time` + 1."""
        owner = module.partition(".")[0]
        uses = tuple(
            field_use(self.document.weights, f"fields{number}", slot, owner, time + self.lead)
            for slot in step.graph.slots
        )
        width = channels // (sum(value.kind == "part" for value in self.method.external) or 1)
        for slot, use in zip(step.graph.slots, uses, strict=True):
            known = self.fields.get(use.fields)
            length = max(use.first + 1, known.length if known else 0)
            part = self.document.fields.get(slot.field, self.document.field)
            build = known.build if known else self.build(part, slot.width * width, width)
            self.fields[use.fields] = FieldList(build, length)
        self.modules[module] = Steps(step.graph, uses, channels=width, death=self.death())
        taken = tuple(self.history[value] for value in step.takes)
        aged = {} if step is self.step else self.aged(lambda node: Alias((node,)))
        call = Call(taken, module, len(step.returns) if len(step.returns) > 1 else 0)
        self.history = {**aged, **self.unpack(call, step.returns)}

    @cached_property
    def lead(self) -> int:
        """By how many whole steps the earliest node, a starter's too, lies before its step: indices start at 0."""
        steps = (self.step, *([self.starter] if self.document.starter else []))
        nodes = (slot.node.rational for step in steps for slot in step.graph.slots if slot.node is not None)
        return max((0, *(-floor(node) for node in nodes if node is not None)))

    def unpack(self, call: Call, returns: tuple[External, ...]) -> dict[External, str]:
        if len(returns) == 1:
            return {returns[0]: self.add(external_name(returns[0]), call)}
        values = self.add("values", call)
        return {
            value: self.add(external_name(value), Item((values,), index))
            for index, value in enumerate(returns)
        }

    def aged(self, carry: Callable[[str], Operation]) -> dict[External, str]:
        """The history as it is one step later, each value carried there by an operation on its node.

        The oldest goes first, so that each value's variable is free for the next.
        """
        aged = {}
        for value in sorted(self.history, key=lambda value: value.age, reverse=True):
            older = External(value.kind, value.age + 1)
            if older in self.method.external:
                aged[older] = self.add(external_name(older), carry(self.history[value]))
        return aged

    # --- transitions -------------------------------------------------------------------------------------------

    def transition(self, number: int, inputs: int, channels: int, stride: int = 2) -> None:
        """u ← T(u) or, with `residual`, the step u ← T(u) + h f(u); a transported history goes through T too.

        With stride 1 it leads from the stem to the first period, at the same resolution.
        """
        part, transported = self.document.transition, self.document.history == "transport"
        state, name = self.history[STATE], f"transition{number}"
        self.modules[name] = self.build(part, inputs, channels, **self.strided(stride))

        def shortcut(node: str) -> Operation:
            return Call((node,), name)

        if not part.residual:
            past = self.history if transported else {STATE: state}
            self.history = {
                value: self.add(external_name(value), shortcut(node)) for value, node in past.items()
            }
            return
        residual = f"residual{number}"
        self.modules[residual] = self.build(self.document.field, inputs, channels, stride=stride)
        aged = self.aged(shortcut) if transported else {}
        linear = aged.get(PAST_STATE) or self.add("shortcut", shortcut(state))
        h = ONE if self.document.step_size == "learned" else self.options.h
        slope = self.add("slope", Call((state,), residual))
        death, depth = self.death(), self.document.stochastic_depth
        if depth is not None and death is not None and death.at(0) > 0:
            self.modules[f"drop{number}"] = Build(depth.component, (death,), depth.options)
            slope = self.add("slope", Call((slope,), f"drop{number}"))
        if transported and PAST_SLOPE in self.method.external:
            aged[PAST_SLOPE] = self.add(external_name(PAST_SLOPE), Combine((slope,), (h,)))
        self.history = {**aged, STATE: self.add("u", Combine((linear, slope), (ONE, h)))}

    def strided(self, stride: int) -> dict[str, OptionValue]:
        """The option of a transition that is not to halve the resolution."""
        component = self.document.transition.component
        if stride == 2:
            return {}
        if component.text and "stride" not in component.options:
            raise InputError(
                f"the transition {component.kind} always halves the resolution",
                found="a stem of other channels than the first period",
                expected="stem channels as in the first period, or the transition projection",
            )
        return {"stride": stride}

    # --- stochastic depth --------------------------------------------------------------------------------------

    def death(self) -> Death | None:
        """The rate at which the next of the network's steps drops its slopes; a residual transition is a step too."""
        depth, index = self.document.stochastic_depth, self.built
        self.built += 1
        if depth is None:
            return None
        if depth.decay == "uniform":
            return Death(depth.rate, 0, 0)
        return Death(depth.rate, index, max(self.blocks - 1, 1))

    @cached_property
    def blocks(self) -> int:
        """How many steps the network has, its residual transitions among them."""
        document = self.document
        widening = document.stem.channels not in (None, document.periods[0].channels)
        transitions = len(document.periods) - 1 + widening
        return sum(period.steps for period in document.periods) + transitions * document.transition.residual

    # --- nodes and modules -------------------------------------------------------------------------------------

    def build(self, part: Part, inputs: int | tuple[int, ...], outputs: int, **fixed: OptionValue) -> Build:
        return build(part, inputs, outputs, self.document.norm, **fixed)

    def add(self, base: str, operation: Operation) -> str:
        """A node whose variable is to be called `base`."""
        count = self.counts[base] = self.counts.get(base, -1) + 1
        node = f"{base}.{count}"
        self.operations[node] = operation
        return node


def calls(graph: Graph, module: str) -> bool:
    """Whether a step calls the submodule."""
    return any(
        isinstance(operation, Call) and operation.module == module for operation in graph.operations.values()
    )
