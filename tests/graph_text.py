"""Read a printed graph (`tableau2net/graph/printed.py` says how it is written).

The parser stands here and not beside the printer because only tests read graphs, written as text so that a person sees
what a pass makes of them. It builds whatever the text says, unsound graphs too, for the checks to refuse.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import networkx

from tableau2net.components import Component, custom, find
from tableau2net.exact import ONE, Expression, Function, Power, Product, RootSum, Sum, parse
from tableau2net.graph import (
    Alias,
    Build,
    Call,
    Combine,
    Concat,
    Drop,
    DropRate,
    FieldList,
    FieldUse,
    Graph,
    Input,
    Item,
    Module,
    Operation,
    Repeat,
    Scalar,
    Slot,
    Split,
    Steps,
    System,
    Weight,
)

SLOT = re.compile(
    r"(\w+)(?: at (.+?))?(?:, width (\d+))?(?:, slopes (\d+))?(?:, field (\w+))?(?:, (strided|shortcut))?"
    r"(?:, shares (\w+))?"
)
SCALAR = re.compile(r"(\w+) from (.+?) to (.+?)(, per channel)?")
CALL = re.compile(r"(repeat )?([\w.]+)\((.*)\)(?: -> (\d+))?")
ITEM = re.compile(r"([\w.]+)\[(\d+)\]")


def graph(text: str) -> Graph:
    """The last graph of a text. Raises ValueError for a line that has no meaning."""
    reader = _Reader()
    for line in text.splitlines():
        if line.strip():
            reader.line(line)
    return reader.finished()


@dataclass
class _Draft:
    """A graph as its lines are read."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    results: tuple[str, ...]
    returns_tuple: bool
    title: str = ""
    notes: list[str] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    scalars: list[Scalar] = field(default_factory=list)
    modules: dict[str, Module] = field(default_factory=dict)
    fields: dict[str, FieldList] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)

    def graph(self) -> Graph:
        given = {node: Input(()) for node in self.inputs if node not in self.operations}
        flow = networkx.DiGraph()
        for node, operation in (given | self.operations).items():
            flow.add_node(node, operation=operation)
        edges = [(each, node) for node, operation in self.operations.items() for each in operation.arguments]
        flow.add_edges_from(edges)
        return Graph(
            name=self.name.partition("@")[0],
            title=self.title,
            flow=networkx.freeze(flow),
            inputs=self.inputs,
            outputs=self.outputs,
            slots=tuple(self.slots),
            scalars=tuple(self.scalars),
            modules=MappingProxyType(self.modules),
            fields=MappingProxyType(self.fields),
            results=self.results,
            notes=tuple(self.notes),
            returns_tuple=self.returns_tuple,
            given=MappingProxyType(self.given),
        )


class _Reader:
    """`known` are the graphs that are finished, by their labels, `numbers` those that were named first."""

    def __init__(self) -> None:
        self.known: dict[str, Graph] = {}
        self.numbers: dict[str, Expression] = {}
        self.draft: _Draft | None = None

    def finished(self) -> Graph:
        if self.draft is None:
            raise ValueError("there is no graph")
        self.known[self.draft.name] = self.draft.graph()
        return self.known[self.draft.name]

    def line(self, line: str) -> None:
        if not line.startswith("  "):
            if " -> " in line:
                self.header(line)
            else:
                name, _, value = line.partition(" = ")
                self.numbers[name] = _number(_expression(value))
            return
        if self.draft is None:
            raise ValueError(f"a graph begins with its name: {line}")
        word, _, rest = line.strip().partition(" ")
        name, _, value = rest.partition(" = ")
        match word:
            case "title":
                self.draft.title = ast.literal_eval(rest)
            case "note":
                self.draft.notes.append(ast.literal_eval(rest))
            case "slot":
                self.draft.slots.append(self.slot(rest))
            case "scalar":
                self.draft.scalars.append(self.scalar(rest))
            case "given":
                self.draft.given[name] = value
            case "fields":
                head, _, build = value.partition(" * ")
                length, _, own = head.partition(" own ")
                parts = tuple(own.split(", ")) if own else ()
                self.draft.fields[name] = FieldList(_build(_expression(build)), int(length), parts)
            case "module":
                self.draft.modules[name] = self.module(value)
            case _:
                node, _, operation = line.strip().partition(" = ")
                self.draft.operations[node] = self.operation(operation)

    def header(self, line: str) -> None:
        if self.draft is not None:
            self.finished()
        named, _, returned = line.partition(" -> ")
        name, _, inputs = named.removesuffix(")").partition("(")
        outputs, results = [], []
        for output in _parted(returned.strip("()")):
            node, _, result = output.partition(" as ")
            outputs.append(node)
            results += [result] if result else []
        self.draft = _Draft(name, _parted(inputs), tuple(outputs), tuple(results), returned.startswith("("))

    # --- declarations ------------------------------------------------------------------------------------------

    def slot(self, text: str) -> Slot:
        name, node, width, slopes, of, role, shares = _matched(SLOT, text)
        at = self.exact(node) if node else None
        grown = int(slopes) if slopes else None
        return Slot(name, at, int(width or 1), of or "", role or "field", shares or "", grown)

    def scalar(self, text: str) -> Scalar:
        name, low, high, each = _matched(SCALAR, text)
        return Scalar(name, self.exact(low), self.exact(high), bool(each))

    def module(self, text: str) -> Module:
        call = _expression(text)
        if not isinstance(call, ast.Call):
            raise ValueError(f"a module is a call: {text}")
        keywords = {str(keyword.arg): keyword.value for keyword in call.keywords}
        match ast.unparse(call.func):
            case "steps":
                graph, *uses = call.args
                drop_rate = keywords.get("drop_rate")
                return Steps(
                    self.known[_label(graph)],
                    tuple(map(_use, uses)),
                    ast.literal_eval(keywords.get("count", ast.Constant(1))),
                    ast.literal_eval(keywords.get("channels", ast.Constant(0))),
                    _drop_rate(drop_rate) if drop_rate is not None else None,
                    ast.literal_eval(keywords.get("inputs", ast.Constant(0))),
                    ast.literal_eval(keywords.get("growth", ast.Constant(0))),
                    ast.literal_eval(keywords.get("returns", ast.Constant(0))),
                )
            case "system":
                graph, *slots = call.args
                return System(
                    self.known[_label(graph)],
                    tuple(map(ast.unparse, slots)),
                    ast.literal_eval(keywords["count"]),
                    _component(keywords["solver"]),
                    self.exact(ast.unparse(keywords["tolerance"])),
                    ast.literal_eval(keywords["iterations"]),
                )
            case "drop":
                (built,) = map(_build, call.args)
                rate = keywords.get("rate")
                return Drop(built.component, built.options, None if rate is None else ast.literal_eval(rate))
        return _build(call)

    # --- operations --------------------------------------------------------------------------------------------

    def operation(self, text: str) -> Operation:
        if text.startswith("["):
            return Concat(_parted(text.strip("[]")))
        if found := ITEM.fullmatch(text):
            return Item((found[1],), int(found[2]))
        if (found := CALL.fullmatch(text)) and not found[2][0].isdigit():
            repeat, module, inside, outputs = found.groups()
            arguments = _parted(inside)
            if repeat:
                return Repeat(arguments, module, int(outputs or 0))
            match module:
                case "alias":
                    return Alias(arguments)
                case "input":
                    return Input(arguments)
                case "weight":
                    return Weight((), inside)
                case "split":
                    return Split(arguments, int(outputs))
            return Call(arguments, module, int(outputs or 0))
        return Combine.of([self.term(sign, term) for sign, term in _terms(text)])

    def term(self, sign: str, text: str) -> tuple[Expression, str]:
        coefficient, _, node = text.rpartition(" ")
        value = self.exact(coefficient) if coefficient else ONE
        return (-value if sign == "-" else value), node

    def exact(self, text: str) -> Expression:
        names = set(re.findall(r"[A-Za-z_]\w*", text)) - {"pi"}
        return parse(text, names).substitute(self.numbers)


def _terms(text: str) -> Iterator[tuple[str, str]]:
    """The terms of a sum with their signs; parentheses hold theirs together."""
    sign, depth, start = "+", 0, 0
    if text.startswith("-"):
        sign, start = "-", 1
    for match in re.finditer(r"[()]| ([-+]) ", text):
        if match[1] is None:
            depth += 1 if match[0] == "(" else -1
        elif depth == 0:
            yield sign, text[start : match.start()]
            sign, start = match[1], match.end()
    yield sign, text[start:]


# --- modules, as Python writes calls ---------------------------------------------------------------------------


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _build(node: ast.expr) -> Build:
    if not isinstance(node, ast.Call):
        raise ValueError(f"a component is called: {ast.unparse(node)}")
    options: dict[str, Any] = {str(keyword.arg): keyword.value for keyword in node.keywords}
    operator, shares = options.pop("operator", None), options.pop("shares", ast.Constant(""))
    return Build(
        _component(node.func),
        tuple(
            _drop_rate(each) if isinstance(each, ast.Call) else ast.literal_eval(each) for each in node.args
        ),
        tuple((name, ast.literal_eval(value)) for name, value in options.items()),
        None if operator is None else _build(operator),
        ast.literal_eval(shares),
    )


def _component(node: ast.expr) -> Component:
    match node:
        case ast.Attribute(ast.Name(role), kind):
            return find(role, kind.replace("_", "-"))
        case ast.Subscript(ast.Name(role), ast.Constant(str(target))):
            return custom(role, target)
    raise ValueError(f"{ast.unparse(node)} is no component")


def _drop_rate(node: ast.expr) -> DropRate:
    if not isinstance(node, ast.Call):
        raise ValueError(f"{ast.unparse(node)} is no rate of dropping")
    rate = ast.literal_eval(node.args[0])
    return DropRate(rate, **{str(keyword.arg): ast.literal_eval(keyword.value) for keyword in node.keywords})


def _use(node: ast.expr) -> FieldUse:
    match node:
        case ast.Subscript(ast.Name(fields), ast.Slice(ast.Constant(int(first)), None, stride)):
            return FieldUse(fields, first, ast.literal_eval(stride) if stride else 0)
        case ast.Subscript(ast.Name(fields), index):
            return FieldUse(fields, ast.literal_eval(index))
    raise ValueError(f"{ast.unparse(node)} is no field of a list")


def _label(node: ast.expr) -> str:
    return ast.unparse(node).replace(" ", "")


def _number(node: ast.expr) -> Expression:
    """A number that is written in its parts."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        text = ast.unparse(node)
        return parse(text, set(re.findall(r"[A-Za-z_]\w*", text)) - {"pi"})
    if node.func.id == "rootsum":
        rows, *rest = node.args
        polynomial, x, y = map(ast.literal_eval, rest)
        table = [[parse(ast.unparse(entry)).rational or Fraction(0) for entry in row] for row in _rows(rows)]
        return RootSum(tuple(map(tuple, table)), tuple(polynomial), (x, y))
    if node.func.id == "power":
        return Power(_number(node.args[0]), ast.literal_eval(node.args[1]))
    parts = tuple(map(_number, node.args))
    match node.func.id:
        case "sum":
            return Sum(parts)
        case "product":
            return Product(parts)
    return Function(node.func.id, parts)


def _rows(node: ast.expr) -> Iterator[list[ast.expr]]:
    for row in node.elts if isinstance(node, ast.List) else []:
        yield row.elts if isinstance(row, ast.List) else []


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _matched(pattern: re.Pattern[str], text: str) -> tuple[Any, ...]:
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError(f"this line has no meaning: {text}")
    return found.groups()
