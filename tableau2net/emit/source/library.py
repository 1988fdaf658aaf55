"""The components that a graph uses, as the text that goes into the file."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping

from tableau2net.components import Component, find
from tableau2net.components.texts import renamed
from tableau2net.emit.fields import own_classes
from tableau2net.emit.source.definitions import Definition, Entity, Imported
from tableau2net.emit.source.specialise import specialised
from tableau2net.emit.source.text import width
from tableau2net.emit.source.wider import widened
from tableau2net.graph import Build, Drop, Graph, Steps, System


def builds(graph: Graph, initialiser: Component | None) -> Iterator[Build]:
    """What the graph and the graphs inside it are built of, in the order of their first use, some more than once."""
    yield from _builds(graph)
    if initialiser is not None:
        yield Build(initialiser)
        if own_classes(graph):
            yield Build(find("mechanisms", "initialise-others"))


def _builds(graph: Graph) -> Iterator[Build]:
    for module in graph.modules.values():
        if isinstance(module, Build):
            yield module
            if module.shares:
                yield Build(find("mechanisms", "shared-field"))
        elif isinstance(module, Drop):
            yield Build(module.component)
        elif isinstance(module, Steps):
            for fields in {use.fields: None for use in module.uses}:
                yield graph.fields[fields].build
                if graph.fields[fields].own:
                    yield Build(find("mechanisms", "shared-field"))
            yield from _builds(module.graph)
        elif isinstance(module, System):
            yield Build(find("mechanisms", "solve"))
            yield Build(module.solver)


def definition(thing: Definition, names: Mapping[Entity, str]) -> str:
    """The text of a definition, with the names that the file gives to it and to what it relies on."""
    changed = {each: names[inner] for each, inner in thing.meaning if names[inner] != each}
    if names[thing] != thing.name:
        changed[thing.name] = names[thing]
    text = renamed(thing.text, changed)
    return widened(specialised(text, thing.operator, names) if thing.operator else text)


def imports(names: Mapping[Entity, str], body: str) -> list[str]:
    """The import lines that `body` needs, sorted: the standard library, torch, then custom components."""
    read = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    used = {each: name for each, name in names.items() if isinstance(each, Imported) and name in read}
    roots = {each: each.module.partition(".")[0] for each in used}
    standard = [each for each in used if roots[each] in sys.stdlib_module_names]
    torches = [each for each in used if roots[each] == "torch"]
    custom = [each for each in used if each not in standard and each not in torches]
    blocks = [_block(block, used) for block in (standard, torches, custom)]
    return [line for i, block in enumerate(filter(None, blocks)) for line in ([""] if i else []) + block]


def _block(things: Iterable[Imported], names: Mapping[Imported, str]) -> list[str]:
    """Modules first, then what is taken from modules; what is called otherwise here stands on a line of its own."""
    plain = sorted(_called(each.module, names[each]) for each in things if not each.member)
    members: dict[str, list[str]] = {}
    for each in things:
        if each.member:
            members.setdefault(each.module, []).append(_called(each.member, names[each]))
    written = [f"import {text}" for text in plain]
    for module in sorted(members):
        together = sorted((text for text in members[module] if " as " not in text), key=_order)
        apart = [[text] for text in members[module] if " as " in text]
        groups = [together, *apart] if together else apart
        for group in sorted(groups, key=lambda group: _order(group[0])):
            written += _from(module, group)
    return written


def _called(member: str, name: str) -> str:
    return member if member == name else f"{member} as {name}"


def _from(module: str, members: list[str]) -> list[str]:
    flat = f"from {module} import {', '.join(members)}"
    if len(flat) <= width():
        return [flat]
    return [f"from {module} import (", *(f"    {member}," for member in members), ")"]


def _order(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest, as import sorters order them."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)
