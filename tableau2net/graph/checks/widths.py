"""Widths agree: how many channels each value has, followed through the graph.

A step works in units of its state's channels, so its inputs are 1 wide, and so are its outputs but where it hands on a
concatenation; slopes are counted by themselves where they have channels of their own. A network's widths are numbers of
channels, and its input has as many as what reads it takes. Sums need equal widths, concatenation adds them, a split
divides them, and a component turns the first of its arguments into the second.
"""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.graph.build import Build, Module
from tableau2net.graph.checks.fault import listed, require
from tableau2net.graph.checks.flow import several
from tableau2net.graph.graph import Graph, Slot
from tableau2net.graph.operations import Call, Combine, Concat, Input, Item, Repeat, Split, Weight
from tableau2net.graph.steps import Steps, System


@dataclass(frozen=True, slots=True)
class Width:
    """So many states' channels, or channels as such; and so many slopes', where those have channels of their own."""

    states: int
    slopes: int = 0

    def __add__(self, other: Width) -> Width:
        return Width(self.states + other.states, self.slopes + other.slopes)

    def __str__(self) -> str:
        return f"{self.states} + {self.slopes} slopes" if self.slopes else str(self.states)


Widths = tuple[Width, ...]
ONE_STATE, ONE_SLOPE = Width(1), Width(0, 1)


def widths_agree(graph: Graph) -> None:
    """Every operation is given values of the widths that it takes. Raises CompilerFault."""
    width = _followed(graph)
    grows = any(slot.slopes is not None for slot in graph.slots)
    for node, result in zip(graph.outputs, graph.results, strict=False):
        state = width[node][0]
        message = f"the width of {result}, which is returned"
        require(grows or state == ONE_STATE, graph, node, message, state, ONE_STATE)
    for name, module in graph.modules.items():
        if isinstance(module, Steps):
            _fields(graph, name, module)
            _returned(graph, name, module)


def _followed(graph: Graph) -> dict[str, Widths]:
    """The width of each value that each node returns."""
    slots = {slot.name: slot for slot in graph.slots}
    narrow = {scalar.name for scalar in graph.scalars if scalar.per_channel}
    width: dict[str, Widths] = {}
    for node, operation in graph.operations.items():
        given = tuple(width[argument][0] for argument in operation.arguments)
        match operation:
            case Weight():
                width[node] = (ONE_STATE,)
            case Input():
                width[node] = (_input_width(graph, node, slots),)
            case Concat():
                width[node] = (sum(given, Width(0)),)
            case Split(_, parts):
                whole = given[0].states % parts == given[0].slopes % parts == 0
                require(whole, graph, node, f"it is split in {parts}", f"width {given[0]}", "a multiple")
                width[node] = (Width(given[0].states // parts, given[0].slopes // parts),) * parts
            case Item((argument,), index):
                width[node] = (width[argument][index],)
            case Call() | Repeat():
                width[node] = _called(graph, node, operation, given, slots)
            case _:
                same = len(set(given)) == 1
                require(same, graph, node, "values of several widths are added", listed(given), "one width")
                width[node] = given[:1]
        if isinstance(operation, Combine):
            learned = narrow.intersection(*(c.names for c in operation.coefficients)) if narrow else set()
            fits = not learned or given[0] == ONE_STATE
            require(fits, graph, node, "a scalar for each channel scales it", f"width {given[0]}", "width 1")
    return width


def _input_width(graph: Graph, node: str, slots: dict[str, Slot]) -> Width:
    """As many channels as the first call that reads the input takes, if one does; else 1."""
    for operation in graph.operations.values():
        if isinstance(operation, Call | Repeat) and node in operation.arguments:
            taken = _taken(graph.modules.get(operation.module), operation, slots)
            if taken is not None and operation.module not in slots:
                return taken[operation.arguments.index(node)]
    return ONE_STATE


def _taken(module: Module | None, operation: Call | Repeat, slots: dict[str, Slot]) -> Widths | None:
    """The widths that a call takes; None where any are right, as long as they are equal."""
    count = len(operation.arguments)
    match module:
        case None:
            slot = slots[operation.module]
            return (Width(slot.width, slot.slopes or 0),) * count
        case Steps(channels=channels, inputs=inputs):
            return (Width(inputs or channels or 1),) * count
        case System():
            return (ONE_STATE,) * count
        case Build(_, (tuple(widths), *_)):
            return tuple(Width(int(width)) for width in widths)
        case Build(_, (int(width), *_)):
            return (Width(width),)
    return None


def _called(
    graph: Graph, node: str, operation: Call | Repeat, given: Widths, slots: dict[str, Slot]
) -> Widths:
    module = graph.modules.get(operation.module)
    wanted = _taken(module, operation, slots) or given[:1] * len(given)
    found, expected = f"width {listed(given)}", listed(wanted)
    require(given == wanted, graph, node, f"the arguments of {operation.module}", found, expected)
    count = several(operation) or 1
    match module:
        case None:
            grows = slots[operation.module].slopes is not None
            return (ONE_SLOPE if grows else ONE_STATE,) * count
        case System():
            return (ONE_STATE,) * count
        case Build(_, (_, int(width))):
            return (Width(width),)
        case Steps(channels=channels, returns=returns) if channels:
            return (Width(returns or channels),) * count
    return given[:1] * count


def _fields(graph: Graph, name: str, steps: Steps) -> None:
    """Each field turns what its slot is given into slopes of the state."""
    for slot, use in zip(steps.graph.slots, steps.uses, strict=True):
        read = steps.channels if slot.role == "field" else steps.inputs or steps.channels
        slope = steps.growth or steps.channels
        build, wanted = graph.fields[use.fields].build, (slot.channels(read, slope), slope)
        fits = build.arguments == wanted
        message = f"the channels of {use.fields}, for the slot {slot.name}"
        require(fits, graph, name, message, listed(build.arguments), listed(wanted))


def _returned(graph: Graph, name: str, steps: Steps) -> None:
    """A step that widens the state says to how many channels."""
    for node in steps.graph.outputs if steps.returns else ():
        width = _followed(steps.graph)[node][0]
        found = width.states * steps.channels + width.slopes * (steps.growth or steps.channels)
        require(found == steps.returns, graph, name, "the channels that it returns", steps.returns, found)
