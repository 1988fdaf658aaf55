"""Calls agree: what is called takes and returns as many values as a call says, and steps have a field for each slot."""

from __future__ import annotations

from tableau2net.graph.build import Build, Module
from tableau2net.graph.checks.fault import listed, require
from tableau2net.graph.checks.flow import several
from tableau2net.graph.graph import Graph
from tableau2net.graph.operations import Call, Operation, Repeat, Weight
from tableau2net.graph.steps import Steps, System


def calls_agree(graph: Graph) -> None:
    """The numbers of arguments, values, fields and slots are those of what is called. Raises CompilerFault."""
    for name, module in graph.modules.items():
        if isinstance(module, Steps):
            _steps(graph, name, module)
        elif isinstance(module, System):
            _system(graph, name, module)
    for node, operation in graph.operations.items():
        _scalars(graph, node, operation)
        if not isinstance(operation, Call | Repeat):
            continue
        called = graph.modules.get(operation.module)  # None is a slot
        takes = _takes(called)
        count, returns = len(operation.arguments), several(operation)
        if takes is not None:
            require(count == takes, graph, node, f"number of arguments of {operation.module}", count, takes)
        wanted = _returns(called)
        require(returns == wanted, graph, node, f"number of values of {operation.module}", returns, wanted)
        _repeated(graph, node, operation, called)


def _takes(module: Module | None) -> int | None:
    """How many arguments the module takes; None where any number is right."""
    match module:
        case None:
            return 1
        case Steps(inner):
            return len(inner.inputs)
        case System(inner, _, count):
            return len(inner.inputs) - count
        case Build(_, (tuple(widths), *_)):
            return len(widths)
        case Build():
            return 1
    return None


def _returns(module: Module | None) -> int:
    """How many values the module returns as a tuple; 0 where it returns one by itself."""
    inner = module.graph if isinstance(module, Steps | System) else None
    return 0 if inner is None or (len(inner.outputs) == 1 and not inner.returns_tuple) else len(inner.outputs)


def _scalars(graph: Graph, node: str, operation: Operation) -> None:
    """Learned scalars are handed on to stage equations, which call them the same; they are no other values."""
    module = graph.modules.get(operation.module) if isinstance(operation, Call) else None
    wanted = tuple(module.graph.given) if isinstance(module, System) else ()
    read = tuple(graph[argument] for argument in operation.arguments)
    given = tuple(each.scalar for each in read if isinstance(each, Weight))
    last = all(isinstance(each, Weight) for each in read[len(read) - len(wanted) :])
    require(given == wanted and last, graph, node, "the learned scalars, last", listed(given), listed(wanted))
    bare = [argument for argument in operation.arguments if argument in graph.given.values()]
    require(not bare, graph, node, "a scalar that is given is a coefficient", listed(bare), "another value")


def _repeated(graph: Graph, node: str, operation: Call | Repeat, module: Module | None) -> None:
    """A loop runs over several steps that return what they take; a call is one of one step."""
    count = module.count if isinstance(module, Steps) else 1
    if isinstance(operation, Call):
        require(count == 1, graph, node, f"it calls {operation.module}", f"{count} steps", "one")
        return
    require(count > 1, graph, node, f"it repeats {operation.module}", f"{count} step", "several")
    inner = module.graph if isinstance(module, Steps) else graph
    takes, returns = len(inner.inputs), len(inner.outputs)
    require(
        takes == returns,
        graph,
        node,
        f"it repeats {operation.module}",
        f"{takes} in, {returns} out",
        "as many",
    )


def _steps(graph: Graph, name: str, steps: Steps) -> None:
    uses, slots = len(steps.uses), len(steps.graph.slots)
    require(uses == slots, graph, name, f"number of fields of {steps.graph.name}", uses, slots)
    require(steps.count >= 1, graph, name, "number of steps", steps.count, "1 or more")
    _results(graph, name, steps.graph)
    channels = not steps.graph.is_per_channel or steps.channels > 0
    require(channels, graph, name, "it learns a scalar for each channel", "no number of channels", "one")


def _system(graph: Graph, name: str, system: System) -> None:
    inner = system.graph
    own, given = [slot.name for slot in inner.slots], list(system.slots)
    require(own == given, graph, name, f"the slots of {inner.name}", listed(given), listed(own))
    known = {slot.name: slot for slot in graph.slots}
    for slot in inner.slots:
        same = known[slot.name] == slot
        require(same, graph, name, f"the slot {slot.name} of {inner.name}", slot, known[slot.name])
    outputs = len(inner.outputs)
    require(outputs == system.count, graph, name, f"number of slopes of {inner.name}", outputs, system.count)
    scalars = inner.inputs[len(inner.inputs) - len(inner.given) :]
    learned = tuple(inner.given.values())
    message = "its last inputs are its scalars"
    require(scalars == learned, graph, name, message, listed(scalars), listed(learned))
    guesses = inner.inputs[: system.count]
    require(guesses == inner.results, graph, name, "its results", listed(inner.results), listed(guesses))
    require(inner.returns_tuple, graph, name, f"{inner.name} returns", "one value", "a tuple")
    _results(graph, name, inner)


def _results(graph: Graph, name: str, inner: Graph) -> None:
    named, outputs = len(inner.results), len(inner.outputs)
    require(named == outputs, graph, name, f"number of named results of {inner.name}", named, outputs)
