"""The body of a `forward`: a program's statements as lines of Python, and as the formulas of its docstring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tableau2net.emit.arithmetic import Accumulate, Value, combination
from tableau2net.emit.source.arithmetic_text import Writer, formula
from tableau2net.emit.source.layout import Bracket, assigned, lines
from tableau2net.emit.source.program import Program, Statement
from tableau2net.emit.source.text import width
from tableau2net.exact import Expression
from tableau2net.graph import Alias, Call, Combine, Concat, Operation, Repeat, Split


@dataclass
class Body:
    """Writes one program. `constant` names an irrational number.

    Variables that are `declared` have a type, but for the `untyped` ones, which a submodule returned with others:
    what is made of those is given a type before it is returned.
    """

    constant: Callable[[Expression], str]
    depth: int = 2
    declared: set[str] = field(default_factory=set)
    untyped: set[str] = field(default_factory=set)
    given: dict[str, str] = field(default_factory=dict)

    def lines(self, program: Program) -> list[str]:
        self.declared, self.untyped, self.given = set(program.parameters), set(), program.given
        written = [line for statement in program.statements for line in self.statement(statement)]
        return [*written, *self.returned(program)]

    # --- statements --------------------------------------------------------------------------------------------

    def statement(self, statement: Statement) -> list[str]:
        operation = statement.operation
        if isinstance(operation, Call):
            return self.call(statement, operation)
        target = self.target(statement, annotated=False)
        match operation:
            case Repeat(arguments, module):
                inputs = tuple(statement.names[name] for name in arguments)
                applied = assigned(target, Bracket("step", inputs), self.depth + 1)
                return [f"{'    ' * self.depth}for step in self.{module}:", *applied]
            case Combine():
                return self.assignment(f"{target} = ", operation, statement.names)
            case Concat():
                return lines(self.concat(operation, statement.names, f"{target} = "), self.depth)
            case Alias(arguments):
                return assigned(target, statement.names[arguments[0]], self.depth)
            case Split(arguments, parts):
                chunked = Bracket(f"{statement.names[arguments[0]]}.chunk", (str(parts), "1"))
                return assigned(target, chunked, self.depth)
        raise TypeError(f"{operation} has no source form")

    def call(self, statement: Statement, operation: Call) -> list[str]:
        """A submodule's call, with a sum or a concatenation in place of an argument where the line holds it."""
        arguments = [self.argument(name, statement) for name in operation.arguments]
        head = f"self.{operation.module}"
        before: list[str] = []
        if statement.inlined and self.is_long(f"{self.typed(statement)} = {head}({', '.join(arguments)})"):
            for node, inner in statement.inlined.items():
                before += self.expression(f"{self.spare(statement, node)} = ", inner, statement.names)
            names = {**statement.names, **statement.spare}
            arguments = [names[name] for name in operation.arguments]
        return [*before, *assigned(self.target(statement), Bracket(head, tuple(arguments)), self.depth)]

    def spare(self, statement: Statement, node: str) -> str:
        """The variable of an inlined node; with its type where the statement's target is the same one, for a type
        checker would else take that for what it infers here."""
        variable = statement.spare[node]
        typed = variable in statement.targets and variable not in self.declared
        self.declared.add(variable)
        return f"{variable}: Tensor" if typed else variable

    def argument(self, node: str, statement: Statement) -> str:
        inner = statement.inlined.get(node)
        return self.inline(inner, statement.names) if inner else statement.names[node]

    def inline(self, operation: Operation, names: dict[str, str]) -> str:
        if isinstance(operation, Combine):
            return self.writer(names).combine(operation)
        if isinstance(operation, Concat):
            return str(self.concat(operation, names, ""))
        raise TypeError(f"{operation} is not written in place")

    def returned(self, program: Program) -> list[str]:
        statement = program.returned
        outputs = statement.operation.arguments
        if statement.inlined:
            (operation,) = statement.inlined.values()
            if self.is_typed(operation, statement.names):
                return self.expression("return ", operation, statement.names)
            result = next(iter(program.results), "result")
            typed = result if result in self.declared else f"{result}: Tensor"
            named = self.expression(f"{typed} = ", operation, statement.names)
            return [*named, *lines(f"return {result}", self.depth)]
        values = tuple(statement.names[name] for name in outputs)
        text = f"return {', '.join(values)}"
        if len(values) == 1:
            return lines(f"return ({values[0]},)" if statement.is_tuple else text, self.depth)
        return (
            lines(Bracket("return ", values), self.depth) if self.is_long(text) else lines(text, self.depth)
        )

    def is_typed(self, operation: Operation, names: dict[str, str]) -> bool:
        """Whether a type checker knows that this gives a tensor: a tensor's method does, an operator need not."""
        code = combination(operation) if isinstance(operation, Combine) else None
        if isinstance(code, Accumulate) and isinstance(code.start, Value):
            return names[code.start.node] not in self.untyped
        return code is None or not self.untyped.intersection(names.values())

    def expression(self, head: str, operation: Operation, names: dict[str, str]) -> list[str]:
        if isinstance(operation, Combine):
            return self.assignment(head, operation, names)
        return lines(self.concat(operation, names, head), self.depth)

    def assignment(self, head: str, combine: Combine, names: dict[str, str]) -> list[str]:
        writer = self.writer(names)
        flat = f"{head}{writer.combine(combine)}"
        if self.is_long(flat):
            return writer.broken(head, combine, self.depth)
        return lines(flat, self.depth)

    def concat(self, operation: Operation, names: dict[str, str], head: str) -> Bracket:
        values = tuple(names[name] for name in operation.arguments)
        return Bracket(f"{head}torch.cat", (Bracket("", values), "1"))

    def is_long(self, text: str) -> bool:
        return len(f"{'    ' * self.depth}{text}") > width()

    def target(self, statement: Statement, annotated: bool = True) -> str:
        """The targets, which are declared from now on."""
        text = self.typed(statement, annotated)
        if statement.is_tuple:
            self.untyped.update(name for name in statement.targets if name not in self.declared)
        self.declared.update(statement.targets)
        return text

    def typed(self, statement: Statement, annotated: bool = True) -> str:
        """The targets; the first time that a module's single result is named, with its type."""
        text = ", ".join(statement.targets)
        if statement.is_tuple:
            return f"({text},)" if len(statement.targets) == 1 else text
        return f"{text}: Tensor" if annotated and text not in self.declared else text

    def writer(self, names: dict[str, str]) -> Writer:
        return Writer(names, self.constant, self.given)


def formulas(program: Program) -> list[str]:
    """The program as the formulas of its scheme, a line each; what it returns in place of x is called x'."""
    outputs = program.returned.operation.arguments
    read = {name for statement in program.statements for name in statement.names}
    primed = {
        node: f"{result}'" for node, result in zip(outputs, program.results, strict=True) if node not in read
    }
    written = [_formula(statement, primed) for statement in program.statements]
    assigned = {node for statement in program.statements for node in statement.nodes}
    for node, result in zip(outputs, program.results, strict=True):
        if node in primed and node in assigned:
            continue
        inner = program.returned.inlined.get(node)
        names = program.returned.names
        value = _inline(inner, names) if inner else names[node]
        written.append(f"{result}' = {value}")
    return written


def _formula(statement: Statement, primed: dict[str, str]) -> str:
    operation, names = statement.operation, statement.names
    targets = zip(statement.nodes, statement.targets, strict=True)
    target = ", ".join(primed.get(node, variable) for node, variable in targets)
    match operation:
        case Call(arguments, module):
            inner = [
                _inline(statement.inlined[name], names)
                if name in statement.inlined
                else names[name].removeprefix("self.")
                for name in arguments
            ]
            return f"{target} = {module}({', '.join(inner)})"
        case Combine() | Concat():
            return f"{target} = {_inline(operation, names)}"
    raise TypeError(f"{operation} does not occur inside a step")


def _inline(operation: Operation, names: dict[str, str]) -> str:
    if isinstance(operation, Combine):
        return formula(operation, names)
    return f"[{', '.join(names[name] for name in operation.arguments)}]"
