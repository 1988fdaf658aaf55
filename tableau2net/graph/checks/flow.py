"""Values flow: each is computed once, before it is read, and a tuple is taken apart before its values are used."""

from __future__ import annotations

import keyword
import re
from itertools import islice

from tableau2net.graph.checks.fault import listed, require
from tableau2net.graph.graph import Graph
from tableau2net.graph.operations import Alias, Combine, Input, Item, Operation, Split, Weight

_NAME = re.compile(r"([A-Za-z_]\w*)(\.\d+)?")  # `base` or `base.N`


def values_flow(graph: Graph) -> None:
    """Every value that is read or returned is computed before. Raises CompilerFault."""
    _given(graph)
    _computed(graph)
    _returned(graph)
    _taken(graph)


def _given(graph: Graph) -> None:
    """The inputs are the Input operations, in order, and come first."""
    given = [node for node, operation in graph.operations.items() if isinstance(operation, Input)]
    first = list(islice(graph.operations, len(graph.inputs)))
    require(given == list(graph.inputs), graph, "", "its inputs", listed(given), listed(graph.inputs))
    require(first == given, graph, "", "its inputs come first", listed(first), listed(given))


def _computed(graph: Graph) -> None:
    computed: set[str] = set()
    for node, operation in graph.operations.items():
        name = _NAME.fullmatch(node)
        good = name is not None and not keyword.iskeyword(name[1])
        require(good, graph, node, "the name of a node", node, "base or base.N, of which base is a variable")
        count = len(operation.arguments)
        least, most = _arity(operation)
        wanted = str(least) if least == most else f"{least} or more"
        require(least <= count <= (most or count), graph, node, "number of arguments", count, wanted)
        if isinstance(operation, Combine):
            coefficients = len(operation.coefficients)
            require(coefficients == count, graph, node, "number of coefficients", coefficients, count)
        for argument in operation.arguments:
            known = argument in computed
            require(known, graph, node, "a value is read before it is computed", argument, "an earlier node")
        edges = set(graph.flow.predecessors(node))
        arguments = set(operation.arguments)
        message = "the edges that lead to it come from its arguments"
        require(edges == arguments, graph, node, message, listed(sorted(edges)), listed(sorted(arguments)))
        computed.add(node)


def _arity(operation: Operation) -> tuple[int, int]:
    """The least and the greatest number of arguments; 0 where there is no greatest."""
    match operation:
        case Input() | Weight():
            return 0, 0
        case Alias() | Item() | Split():
            return 1, 1
    return 1, 0


def _returned(graph: Graph) -> None:
    require(bool(graph.outputs), graph, "", "number of outputs", 0, "1 or more")
    for node in graph.outputs:
        require(node in graph.flow, graph, node, "an output is computed", "no such node", "a node")
    results, outputs = len(graph.results), len(graph.outputs)
    require(results in (0, outputs), graph, "", "number of the names of its results", results, outputs)


def _taken(graph: Graph) -> None:
    """An operation of several values is read through Items alone, each value through one, within its range."""
    taken: dict[tuple[str, int], str] = {}
    for node, operation in graph.operations.items():
        for argument in operation.arguments:
            outputs = several(graph[argument])
            if not isinstance(operation, Item):
                alone = not outputs
                require(
                    alone, graph, node, "it reads a value", f"{argument}, which is {outputs}", "one of them"
                )
                continue
            found = (
                f"{argument}, of which there are {outputs}" if outputs else f"{argument}, which is one value"
            )
            inside = 0 <= operation.index < outputs
            require(inside, graph, node, f"it takes value {operation.index}", found, "an index in range")
            first = taken.setdefault((argument, operation.index), node)
            message = f"it takes value {operation.index} of {argument}"
            require(first == node, graph, node, message, f"{first}, which has it already", "one Item of each")
    for node in graph.outputs:
        outputs = several(graph[node])
        require(not outputs, graph, node, "an output is one value", f"{outputs} values", "one of them")


def several(operation: Operation) -> int:
    """How many values the operation returns as a tuple; 0 where it is one value."""
    return int(getattr(operation, "outputs", 0))
