"""Assemble the file: header, imports, constants, components, steps, network."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field

from tableau2net.components import Component
from tableau2net.emit.source.library import components, definitions, imports
from tableau2net.emit.source.network_class import network_class
from tableau2net.emit.source.step_class import step_class
from tableau2net.emit.source.text import docstring
from tableau2net.exact import Expression, to_float
from tableau2net.graph import Graph, subgraphs


@dataclass
class _Constants:
    """Irrational numbers, named C1, C2, … in the order of their first use."""

    names: dict[Expression, str] = field(default_factory=dict)

    def __call__(self, exact: Expression) -> str:
        return self.names.setdefault(exact, f"C{len(self.names) + 1}")

    def lines(self) -> list[str]:
        return [f"{name} = {to_float(exact)!r}  # {exact}" for exact, name in self.names.items()]


def source(graph: Graph, initialiser: Component | None = None, notes: Iterable[str] = ()) -> str:
    """The Python source of the network of `graph`, from its docstring to its last class, without a header.

    `notes` are lines for the module's docstring. The same graph always gives the same bytes.
    """
    used = components(graph, initialiser)
    texts = definitions(used)
    class_names = _class_names(graph, used, texts)
    constant = _Constants()
    classes = [
        *(step_class(inner, class_names, constant) for inner in subgraphs(graph)),
        network_class(graph, class_names, constant, initialiser),
    ]
    blocks = [*texts, *("\n".join(lines) for lines in classes)]
    body = "\n\n\n".join(blocks)
    head = docstring(f"{graph.title}.", list(notes))
    sections = ["\n".join(head), "\n".join(imports(used, body))]
    if constant.names:
        sections.append("\n".join(constant.lines()))
    return "\n\n".join(sections) + "\n\n\n" + body + "\n"


def _class_names(graph: Graph, used: Iterable[Component], texts: Iterable[str]) -> dict[int, str]:
    """A class name for every graph: its own, or with a number where that is taken."""
    taken = {"Tensor", *dir(builtins), *(component.name for component in used)}
    taken |= {name for component in used for line in component.imports for name in line.split()}
    taken |= {word for text in texts for word in text.partition("(")[0].split()}
    names: dict[int, str] = {}
    for inner in (graph, *subgraphs(graph)):
        name, count = inner.name, 1
        while name in taken:
            count += 1
            name = f"{inner.name}{count}"
        taken.add(name)
        names[id(inner)] = name
    return names
