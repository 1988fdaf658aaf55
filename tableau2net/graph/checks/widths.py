"""Widths agree: how many channels each value has, followed through the graph.

A step works in units of its state's channels, so its inputs and outputs are 1 wide; a network's widths are numbers of
channels, and its input has as many as what reads it takes. Sums need equal widths, concatenation adds them, a split
divides them, and a component turns the first of its arguments into the second.
"""

from __future__ import annotations

from tableau2net.graph.build import Build, Module
from tableau2net.graph.checks.fault import listed, require
from tableau2net.graph.checks.flow import several
from tableau2net.graph.graph import Graph
from tableau2net.graph.operations import Call, Combine, Concat, Input, Item, Repeat, Split, Weight
from tableau2net.graph.steps import Steps, System

Widths = tuple[int, ...]


def widths_agree(graph: Graph) -> None:
    """Every operation is given values of the widths that it takes. Raises CompilerFault."""
    slots = {slot.name: slot.width for slot in graph.slots}
    narrow = {scalar.name for scalar in graph.scalars if scalar.per_channel}
    width: dict[str, Widths] = {}  # of each value that the node returns
    for node, operation in graph.operations.items():
        given = tuple(width[argument][0] for argument in operation.arguments)
        match operation:
            case Weight():
                width[node] = (1,)
            case Input():
                width[node] = (_input_width(graph, node, slots),)
            case Concat():
                width[node] = (sum(given),)
            case Split(_, parts):
                whole = given[0] % parts == 0
                require(whole, graph, node, f"it is split in {parts}", f"width {given[0]}", "a multiple")
                width[node] = (given[0] // parts,) * parts
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
            fits = not learned or given[0] == 1
            require(fits, graph, node, "a scalar for each channel scales it", f"width {given[0]}", "width 1")
    for node, result in zip(graph.outputs, graph.results, strict=False):
        state = width[node][0]
        require(state == 1, graph, node, f"the width of {result}, which is returned", state, 1)
    for name, module in graph.modules.items():
        if isinstance(module, Steps):
            _fields(graph, name, module)


def _input_width(graph: Graph, node: str, slots: dict[str, int]) -> int:
    """As many channels as the first call that reads the input takes, if one does; else 1."""
    for operation in graph.operations.values():
        if isinstance(operation, Call | Repeat) and node in operation.arguments:
            taken = _taken(graph.modules.get(operation.module), operation, slots)
            if taken is not None and operation.module not in slots:
                return taken[operation.arguments.index(node)]
    return 1


def _taken(module: Module | None, operation: Call | Repeat, slots: dict[str, int]) -> Widths | None:
    """The widths that a call takes; None where any are right, as long as they are equal."""
    count = len(operation.arguments)
    match module:
        case None:
            return (slots[operation.module],) * count
        case Steps(channels=channels, inputs=inputs):
            return (inputs or channels or 1,) * count
        case System():
            return (1,) * count
        case Build(_, (tuple(widths), *_)):
            return tuple(int(width) for width in widths)
        case Build(_, (int(width), *_)):
            return (width,)
    return None


def _called(
    graph: Graph, node: str, operation: Call | Repeat, given: Widths, slots: dict[str, int]
) -> Widths:
    module = graph.modules.get(operation.module)
    wanted = _taken(module, operation, slots) or given[:1] * len(given)
    found, expected = f"width {listed(given)}", listed(wanted)
    require(given == wanted, graph, node, f"the arguments of {operation.module}", found, expected)
    count = several(operation) or 1
    match module:
        case None | System():
            return (1,) * count
        case Build(_, (_, int(width))):
            return (width,)
        case Steps(channels=channels) if channels:
            return (channels,) * count
    return given[:1] * count


def _fields(graph: Graph, name: str, steps: Steps) -> None:
    """Each field turns what its slot is given into slopes of the state."""
    for slot, use in zip(steps.graph.slots, steps.uses, strict=True):
        read = steps.channels if slot.role == "field" else steps.inputs or steps.channels
        build, wanted = graph.fields[use.fields].build, (slot.width * read, steps.channels)
        fits = build.arguments == wanted
        message = f"the channels of {use.fields}, for the slot {slot.name}"
        require(fits, graph, name, message, listed(build.arguments), listed(wanted))
