"""Assemble the file: imports, constants, components, steps, network."""

from __future__ import annotations

from collections.abc import Iterable

from tableau2net.components import Component
from tableau2net.emit.source.definitions import Definition
from tableau2net.emit.source.library import definition, imports
from tableau2net.emit.source.names import FileNames
from tableau2net.emit.source.network_class import network_class
from tableau2net.emit.source.step_class import step_class
from tableau2net.emit.source.text import comment, docstring, width
from tableau2net.exact import Expression, to_weight
from tableau2net.graph import Graph, subgraphs


def source(graph: Graph, initialiser: Component | None = None, notes: Iterable[str] = ()) -> str:
    """The Python source of the network of `graph`, from its docstring to its last class, without a header.

    `notes` are lines for the module's docstring. The same graph always gives the same bytes.
    """
    names = FileNames(graph, initialiser)
    carried = [definition(each, names.entities) for each in names.entities if isinstance(each, Definition)]
    classes = [
        *(step_class(inner, names) for inner in subgraphs(graph)),
        network_class(graph, names, initialiser),
    ]
    blocks = [*carried, *("\n".join(lines) for lines in classes)]
    body = "\n\n\n".join(blocks)
    head = docstring(f"{graph.title}.", list(notes))
    sections = ["\n".join(head), "\n".join(imports(names.entities, body))]
    if names.constants:
        defined = (line for exact, name in names.constants.items() for line in constant(name, exact))
        sections.append("\n".join(defined))
    apart = "\n\n\n" if body.startswith(("class ", "def ", "@")) else "\n\n"
    return "\n\n".join(sections) + apart + body + "\n"


def constant(name: str, exact: Expression) -> list[str]:
    """The float that stands for a number, which is told in a comment beside it or, where that is too long, above it."""
    value = f"{name} = {to_weight(exact)!r}"
    beside = f"{value}  # {exact}"
    return [beside] if len(beside) <= width() else [*comment(str(exact)), value]
