"""A graph as the statements of a `forward`: variable names chosen, short-lived sums and concatenations put in place.

A variable is used again as soon as the value that it holds is not read any more, so that a network's state is
`u` from the first line to the last.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tableau2net.graph import Alias, Call, Combine, Concat, Graph, Input, Item, Operation, Repeat, Weight


@dataclass(frozen=True)
class Statement:
    """`targets = operation(arguments)`; `inlined` are operations to be written in place of an argument.

    `nodes` are the graph's nodes that the targets hold.

    `names` holds the variable of every node that the statement reads, `spare` that of every inlined one, for a line
    that is too short for it.
    """

    targets: tuple[str, ...]
    nodes: tuple[str, ...]
    operation: Operation
    names: dict[str, str]
    inlined: dict[str, Operation]
    is_tuple: bool = False
    spare: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Program:
    """The statements, and what is returned: variables, or one operation in place.

    `results` are the names by which a step's formulas call what it returns, `given` the variables of learned scalars
    that are among the parameters.
    """

    parameters: tuple[str, ...]
    results: tuple[str, ...]
    statements: tuple[Statement, ...]
    returned: Statement
    given: dict[str, str]


def program(graph: Graph) -> Program:
    """The program of a graph."""
    return _Writer(graph).program()


class _Writer:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = [node for node in graph.flow if not isinstance(graph[node], Input | Item | Weight)]
        self.position = {node: i for i, node in enumerate(self.nodes)}
        for node in graph.flow:
            if isinstance(graph[node], Item):
                self.position[node] = self.position[graph[node].arguments[0]]
        self.last_use = self.last_uses()
        weights = {node: each for node, each in graph.operations.items() if isinstance(each, Weight)}
        self.names = {node: f"self.{weight.scalar}" for node, weight in weights.items()}
        self.holder: dict[str, str] = {}

    def last_uses(self) -> dict[str, int]:
        """The position of the last statement that reads each node; the return statement stands at the end."""
        end = len(self.nodes)
        last = dict.fromkeys((*self.graph.outputs, *self.graph.given.values()), end)
        for position, node in enumerate(self.nodes):
            for argument in self.graph[node].arguments:
                last[argument] = max(last.get(argument, -1), position)
        for node in reversed(list(self.graph.flow)):
            if self.is_inlined(node):
                for argument in self.graph[node].arguments:
                    last[argument] = max(last[argument], last[node])
        return last

    def is_inlined(self, node: str) -> bool:
        """Whether the node is a sum or concatenation that the very next statement alone reads, once."""
        operation = self.graph[node]
        if not isinstance(operation, Combine | Concat):
            return False
        position = self.position[node]
        readers = list(self.graph.flow.successors(node))
        if node in self.graph.outputs:
            single = len(self.graph.outputs) == 1 and not self.graph.returns_tuple
            return single and not readers and position == len(self.nodes) - 1
        if len(readers) != 1 or self.position[readers[0]] != position + 1:
            return False
        reader = self.graph[readers[0]]
        return isinstance(reader, Call) and reader.arguments.count(node) == 1

    def program(self) -> Program:
        parameters = []
        for node in self.graph.inputs:
            parameters.append(self.allocate(node, -1))
        statements: list[Statement] = []
        inlined: dict[str, Operation] = {}
        for position, node in enumerate(self.nodes):
            operation = self.graph[node]
            if self.is_inlined(node):
                inlined[node] = operation
                self.allocate(node, position)
                continue
            if isinstance(operation, Repeat):
                statements += self.repeat(node, operation, position)
            else:
                read = self.read(operation, inlined)
                items = self.items(node)
                nodes = tuple(items or [node])
                targets = tuple(self.allocate(item, position) for item in nodes)
                spare = {name: self.names[name] for name in inlined}
                statements.append(Statement(targets, nodes, operation, read, inlined, bool(items), spare))
            inlined = {}
        outputs = Concat(self.graph.outputs)
        is_tuple = len(self.graph.outputs) > 1 or self.graph.returns_tuple
        returned = Statement((), (), outputs, self.read(outputs, inlined), inlined, is_tuple)
        given = {scalar: self.names[node] for scalar, node in self.graph.given.items()}
        return Program(tuple(parameters), self.graph.results, tuple(statements), returned, given)

    def read(self, operation: Operation, inlined: dict[str, Operation]) -> dict[str, str]:
        nodes = [name for name in operation.arguments if name not in inlined]
        nodes += [name for inner in inlined.values() for name in inner.arguments]
        return {name: self.names[name] for name in nodes}

    def items(self, node: str) -> list[str]:
        """The nodes that read the single values of `node`, in order; a hole where a value is never read."""
        outputs: int = getattr(self.graph[node], "outputs", 0)
        found = {
            reader: item
            for reader in self.graph.flow.successors(node)
            if isinstance(item := self.graph[reader], Item)
        }
        by_index = {item.index: reader for reader, item in found.items()}
        return [by_index.get(index, f"_.{index}") for index in range(outputs)]

    def repeat(self, node: str, operation: Repeat, position: int) -> list[Statement]:
        """The loop's variables are those of its arguments; a value that is read again later is copied first."""
        statements, targets = [], []
        for argument, item in zip(operation.arguments, self.items(node) or [node], strict=True):
            variable = self.names[argument]
            if self.last_use.get(argument, -1) > position or variable in targets:
                fresh = self.allocate(item, position)
                statements.append(Statement((fresh,), (), Alias((argument,)), {argument: variable}, {}))
                variable = fresh
            self.assign(item, variable)
            targets.append(variable)
        names = dict(zip(operation.arguments, targets, strict=True))
        is_tuple = operation.outputs > 0
        return [*statements, Statement(tuple(targets), (node,), operation, names, {}, is_tuple)]

    def allocate(self, node: str, position: int) -> str:
        """A variable for the node: its base name if that is free after `position`, else a variation."""
        base = node.partition(".")[0]
        variable, attempt = base, 1
        while base != "_" and self.is_held(variable, position):
            variable = f"{base}_next{attempt if attempt > 1 else ''}"
            attempt += 1
        self.assign(node, variable)
        return variable

    def is_held(self, variable: str, position: int) -> bool:
        holder = self.holder.get(variable)
        return holder is not None and (position < 0 or self.last_use.get(holder, -1) > position)

    def assign(self, node: str, variable: str) -> None:
        self.names[node] = variable
        self.holder[variable] = node
