"""From a graph to its picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tableau2net.exact import ONE, Expression, to_float
from tableau2net.graph import (
    Alias,
    Build,
    Call,
    Combine,
    Concat,
    Drop,
    DropRate,
    Graph,
    Input,
    Item,
    Operation,
    Repeat,
    Scalar,
    Slot,
    Split,
    Steps,
    System,
    Weight,
    subgraphs,
)
from tableau2net.report.picture.shapes import Box, Edge, Flow, Kind, Picture
from tableau2net.report.words import repeated

_LONGEST = 120  # characters of a title that are shown
_LONG = 24  # characters of a number that are shown
_SWEPT = re.compile(r"g\d+(_\w+)?")


def draw(graph: Graph) -> Picture:
    """The picture of a network, or of a step alone: its own flow, then that of each distinct graph inside it."""
    inner = reversed(list(subgraphs(graph)))
    return Picture(_plain(graph.title), tuple(_FlowDrawing(each).flow() for each in (graph, *inner)))


def _plain(text: str) -> str:
    """Text of a document on one line, without the characters that no format can hold or that hide others."""
    line = "".join(letter if letter.isprintable() else "�" for letter in " ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class _Arrow:
    """The use of a value: its coefficient, what the target calls it, and its name among its source's values."""

    source: str
    target: str
    coefficient: str
    role: str
    value: str


class _FlowDrawing:
    """The boxes and arrows of one graph as they come to be.

    `origin` leads from each node to the box that its value comes from and, where that has several, the value's name.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.slots = {slot.name: slot for slot in graph.slots}
        self.boxes: list[Box] = []
        self.arrows: list[_Arrow] = []
        self.origin: dict[str, tuple[str, str]] = {}

    def flow(self) -> Flow:
        graph = self.graph
        for node, operation in graph.operations.items():
            self.add(node, operation)
        results = graph.results or tuple(_variable(node) for node in graph.outputs)
        prime = "′" if graph.results else ""
        for node, name in zip(graph.outputs, results, strict=True):
            box = f"{name} out"
            self.boxes.append(Box(box, "output", f"{name}{prime}"))
            self.connect(node, box)
        return Flow(graph.name, _plain(graph.title), tuple(self.boxes), self.edges(), self.notes())

    def add(self, node: str, operation: Operation) -> None:
        if isinstance(operation, Weight) or node in self.graph.given.values():
            return  # a number, which is no value that flows
        if isinstance(operation, Alias | Item):
            box, value = self.origin[operation.arguments[0]]
            self.origin[node] = box, _variable(node) if isinstance(operation, Item) else value
            return
        self.origin[node] = node, ""
        self.boxes.append(self.box(node, operation))
        for argument, (coefficient, role) in zip(operation.arguments, self.labels(operation), strict=True):
            if not isinstance(self.graph[argument], Weight):
                self.connect(argument, node, coefficient, role)

    def labels(self, operation: Operation) -> list[tuple[str, str]]:
        """The coefficient of each argument, and what the step that takes it calls it, where it takes several."""
        if isinstance(operation, Combine):
            return [(_coefficient(coefficient), "") for coefficient in operation.coefficients]
        if isinstance(operation, Call | Repeat) and len(operation.arguments) > 1:
            module = self.graph.modules[operation.module]
            if isinstance(module, Steps):
                return [("", name) for name in module.graph.inputs]
        return [("", "")] * len(operation.arguments)

    def connect(self, node: str, target: str, coefficient: str = "", role: str = "") -> None:
        source, value = self.origin[node]
        self.arrows.append(_Arrow(source, target, coefficient, role, value))

    def edges(self) -> tuple[Edge, ...]:
        """One edge for all arrows between two boxes; a value is named where its box has several that are used."""
        values: dict[str, set[str]] = {}
        for arrow in self.arrows:
            values.setdefault(arrow.source, set()).add(arrow.value)
        labels: dict[tuple[str, str], list[str]] = {}
        for arrow in self.arrows:
            several = len(values[arrow.source]) > 1
            text = f"{arrow.coefficient} {arrow.role or (arrow.value if several else '')}".strip()
            labels.setdefault((arrow.source, arrow.target), []).append(text)
        return tuple(Edge(*ends, ", ".join(filter(None, texts))) for ends, texts in labels.items())

    def box(self, node: str, operation: Operation) -> Box:
        match operation:
            case Input():
                return Box(node, "input", _variable(node))
            case Combine():
                return Box(node, "sum", f"{_named(node)}Σ")
            case Concat():
                return Box(node, "concat", f"{_named(node)}concat")
            case Split():
                return Box(node, "split", "split")
            case Call(_, target) | Repeat(_, target):
                if target in self.slots:
                    return Box(node, "field", target, _abscissa(self.slots[target]))
                return self.submodule(node, target)
        raise TypeError(f"{operation} has no picture")

    def submodule(self, node: str, name: str) -> Box:
        module = self.graph.modules[name]
        if isinstance(module, Drop):
            return Box(node, "part", name, module.component.kind)
        if isinstance(module, Build):
            drawn: Kind = "field" if module.component.role == "fields" else "part"
            return Box(node, drawn, name, _plain(f"{module.component.kind}, {_widths(module)}"))
        if isinstance(module, System):
            return Box(node, "solve", module.graph.name, f"solver {module.solver.kind}")
        if not isinstance(module, Steps):
            raise TypeError(f"{name} has no picture")
        builds = [self.graph.fields[use.fields].build for use in module.uses]
        field = f": {builds[0].component.kind}, {builds[0].arguments[1]} channels" if builds else ""
        detail = _plain(f"{name.partition('.')[0]}{field}")
        return Box(node, "steps", repeated(module.graph.name, module.count), detail, many=module.count > 1)

    def notes(self) -> tuple[str, ...]:
        """The sizes of images and results, what the fields are called that evaluate stages again, and what the learned
        scalars start at."""
        swept = [name for name in self.slots if _SWEPT.fullmatch(name)]
        names = f"{swept[0]}, …" if len(swept) > 1 else "".join(swept)
        again = (f"{names}: stages evaluated again in the iteration of implicit stages",) if swept else ()
        return (
            *map(_plain, self.graph.notes),
            *again,
            *(_plain(_start(scalar)) for scalar in self.graph.scalars),
        )


def _variable(node: str) -> str:
    return node.partition(".")[0]


def _named(node: str) -> str:
    """`y2 = ` for a stage's input; an output is named by its own box."""
    return f"{_variable(node)} = " if node.startswith("y") else ""


def _coefficient(expression: Expression) -> str:
    """A coefficient as it stands at an arrow: 1 is not written."""
    return "" if expression == ONE else _minus(expression)


def _minus(expression: Expression) -> str:
    """A number; a long one is cut, to five digits where it has a value."""
    text = str(expression)
    if len(text) > _LONG:
        text = f"{text[: _LONG - 1]}…" if expression.names else f"≈ {to_float(expression):.5g}"
    return text.replace("-", "−")


def _abscissa(slot: Slot) -> str:
    if slot.node is not None:
        return f"c = {_minus(slot.node)}".replace("= ≈", "≈")
    if slot.slopes:
        return f"reads {slot.width} × channels and {slot.slopes} × growth"
    return f"reads {slot.width} × channels" if slot.width > 1 else ""


def _widths(build: Build) -> str:
    """`16 → 32`; the widths of every period for what reads them all; for what drops slopes, how often it does, and for
    noise how large it is."""
    if not build.arguments:
        return "the same width"
    if isinstance(build.arguments[0], DropRate):
        return f"rate {build.arguments[0].at(0):.3g}"
    if len(build.arguments) == 1:
        return f"level {build.arguments[0]:.3g}"
    before, after = build.arguments[:2]
    widths = ", ".join(map(str, before)) if isinstance(before, tuple) else before
    return f"{widths} → {after}"


def _start(scalar: Scalar) -> str:
    start = _minus(scalar.low)
    if scalar.low != scalar.high:
        start = f"U({start}, {_minus(scalar.high)})"
    return f"{scalar.name} is learned{' for each channel' if scalar.per_channel else ''}, from {start}"
