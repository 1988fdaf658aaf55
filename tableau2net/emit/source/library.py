"""The components that a graph uses, as the text that goes into the file."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator

from tableau2net.components import Component, implicit_solve
from tableau2net.emit.source.specialise import specialised
from tableau2net.graph import Build, Drop, Graph, Steps, System

_FROM_TORCH = {"Tensor": "from torch import Tensor", "nn": "from torch import nn", "torch": "import torch"}


def components(graph: Graph, initialiser: Component | None) -> tuple[Component, ...]:
    """The components of the graph and of the graphs inside it, each once, in the order of their first use."""
    found: dict[tuple[str, str], Component] = {}
    for component in _all(graph):
        found.setdefault((component.role, component.kind), component)
    if initialiser is not None:
        found.setdefault((initialiser.role, initialiser.kind), initialiser)
    return tuple(found.values())


def _all(graph: Graph) -> Iterator[Component]:
    for module in graph.modules.values():
        if isinstance(module, Build):
            yield from specialised(module)
        elif isinstance(module, Drop):
            yield module.component
        elif isinstance(module, Steps):
            for fields in {use.fields: None for use in module.uses}:
                yield from specialised(graph.fields[fields].build)
            yield from _all(module.graph)
        elif isinstance(module, System):
            yield implicit_solve()
            yield module.solver


def definitions(used: Iterable[Component]) -> list[str]:
    """The texts of the components and of what they rely on, each once."""
    texts: dict[str, None] = {}
    for component in used:
        for text in (*component.helpers, component.text):
            if text:
                texts[text] = None
    return list(texts)


def imports(used: Iterable[Component], body: str) -> list[str]:
    """The import lines that `body` needs, sorted: the standard library, torch, then custom components."""
    names = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    wanted: dict[str, set[str]] = {}
    plain: set[str] = set()
    lines = {line for component in used for line in component.imports}
    for line in (*lines, *_FROM_TORCH.values()):
        node = ast.parse(line).body[0]
        if isinstance(node, ast.ImportFrom):
            kept = {alias.name for alias in node.names if (alias.asname or alias.name) in names}
            wanted.setdefault(str(node.module), set()).update(kept)
        elif isinstance(node, ast.Import):
            plain.update(alias.name for alias in node.names if alias.name in names)
    standard = [m for m in wanted if m.partition(".")[0] in sys.stdlib_module_names]
    torches = [m for m in wanted if m.partition(".")[0] == "torch"]
    custom = [m for m in wanted if m not in standard and m not in torches]

    def block(modules: list[str], direct: Iterable[str] = ()) -> list[str]:
        direct_lines = [f"import {name}" for name in sorted(direct)]
        froms = [f"from {m} import {', '.join(_ordered(wanted[m]))}" for m in sorted(modules) if wanted[m]]
        return direct_lines + froms

    blocks = [block(standard), block(torches, plain), block(custom)]
    return [line for i, lines_ in enumerate(filter(None, blocks)) for line in ([""] if i else []) + lines_]


def _ordered(names: Iterable[str]) -> list[str]:
    """Constants, then classes, then the rest, as import sorters order them."""
    return sorted(names, key=lambda name: (0 if name.isupper() else 1 if name[:1].isupper() else 2, name))
