"""All is declared: what is called, named by a coefficient, or used by steps, stands among the graph's own parts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from tableau2net.exact import Pattern, Rounded
from tableau2net.graph.build import Build, FieldUse
from tableau2net.graph.checks.fault import listed, require
from tableau2net.graph.graph import Graph
from tableau2net.graph.operations import Call, Combine, Repeat, Weight
from tableau2net.graph.steps import Steps, System

_MODULE = re.compile(r"([A-Za-z_]\w*)(?:\.(\d+))?")  # `name`, or `list.N` for an element of a list
# A printed graph would take a call of these for the operation.
_OPERATIONS = ("alias", "input", "split", "weight")


def all_is_declared(graph: Graph) -> None:
    """Everything that is named exists, and has its name alone. Raises CompilerFault."""
    _names(graph)
    _lists(graph)
    _shared(graph)
    slots, scalars = {slot.name for slot in graph.slots}, {scalar.name for scalar in graph.scalars}
    learned = scalars | set(graph.given)
    for node, operation in graph.operations.items():
        if isinstance(operation, Call | Repeat):
            name = operation.module
            known = name in graph.modules or (name in slots and isinstance(operation, Call))
            have = listed((*slots, *graph.modules))
            require(known, graph, node, "it calls what is not declared", name, f"one of {have}")
        elif isinstance(operation, Combine):
            for coefficient in operation.coefficients:
                known, have = coefficient.names <= learned, listed(sorted(learned))
                require(known, graph, node, "its coefficient is learned", coefficient, f"of {have}")
                vague = any(isinstance(each, Pattern | Rounded) for each in coefficient.walk())
                require(not vague, graph, node, "its coefficient", coefficient, "an exact number")
        elif isinstance(operation, Weight):
            held, have = operation.scalar in scalars, listed(sorted(scalars))
            require(held, graph, node, "a learned scalar", operation.scalar, f"of {have}")
    for scalar, node in graph.given.items():
        require(node in graph.inputs, graph, scalar, "it is given", node, "an input")
    for name, module in graph.modules.items():
        if isinstance(module, Steps):
            for use in module.uses:
                _use(graph, name, use, module.count)
        elif isinstance(module, System):
            unknown = [slot for slot in module.slots if slot not in slots]
            require(not unknown, graph, name, "it is given slots", listed(unknown), f"of {listed(slots)}")


def _names(graph: Graph) -> None:
    scalars = (*(scalar.name for scalar in graph.scalars), *graph.given)
    parts = (*(slot.name for slot in graph.slots), *scalars)
    twice = [name for name, count in Counter((*parts, *graph.modules)).items() if count > 1]
    require(not twice, graph, "", "two of its parts have one name", listed(twice), "a name for each")
    for name in parts:
        require(name.isidentifier(), graph, name, "the name of a part", name, "an attribute's name")


def _lists(graph: Graph) -> None:
    """Elements of a list are numbered from 0 in the order in which they are built, and nothing else has its name."""
    length: Counter[str] = Counter()
    for name in graph.modules:
        found = _MODULE.fullmatch(name)
        good = found is not None and name not in _OPERATIONS
        require(good, graph, name, "the name of a module", name, "name, or list.N")
        if found is not None and found[2] is not None:
            place = length[found[1]]
            require(int(found[2]) == place, graph, name, "elements are built in order", found[2], place)
            length[found[1]] += 1
    for name in length:
        alone = name not in graph.modules
        require(alone, graph, name, "a module and a list have one name", f"{name}, {name}.0", "one of them")


def _shared(graph: Graph) -> None:
    """What shares weights does so with a component alike, which is built before it."""
    built: dict[str, Build] = {}
    for name, module in graph.modules.items():
        if isinstance(module, Build):
            if module.shares:
                first = built.get(module.shares)
                alike = first is not None and replace(module, shares="") == first
                require(
                    alike, graph, name, "it shares weights", module.shares, "a component alike, before it"
                )
            built[name] = module


def _use(graph: Graph, module: str, use: FieldUse, count: int) -> None:
    have = listed(graph.fields)
    require(use.fields in graph.fields, graph, module, "it uses fields", use.fields, f"one of {have}")
    length = graph.fields[use.fields].length
    for n in (0, count - 1):
        index = use.first + use.stride * n
        inside = 0 <= index < length
        message = f"step {n} uses an element of {use.fields}"
        require(inside, graph, module, message, index, f"one of its {length}, from 0")
