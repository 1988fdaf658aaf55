"""The names of an emitted file, each given once: imports, components, constants, classes."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from tableau2net.components import Component
from tableau2net.components.texts import bound
from tableau2net.emit.fields import shared_builds
from tableau2net.emit.source.definitions import Definition, Entity, Imported, entity, reliance
from tableau2net.emit.source.library import builds
from tableau2net.emit.source.program import program
from tableau2net.exact import Expression
from tableau2net.graph import Build, Graph, subgraphs
from tableau2net.graph.names import Scope, numbered

_OURS = (Imported("torch", "nn", "nn"), Imported("torch", "Tensor", "Tensor"), Imported("torch", "", "torch"))
_LOCAL = ("self", "super", "step", "n", "_", "channels", "drop_rate")  # what every class of ours may bind


class FileNames:
    """Who is called what. First come torch and the components, then the file's own classes, then the user's classes,
    which are imported under another name where theirs is taken, and last the constants.

    No name of the file is bound in any of its functions, so nothing is ever hidden.
    """

    def __init__(self, graph: Graph, initialiser: Component | None) -> None:
        built = [entity(build) for build in builds(graph, initialiser)]
        things = dict.fromkeys((*_OURS, *(inner for each in built for inner in reliance(each))))
        graphs = (graph, *subgraphs(graph))
        texts = [each.text for each in things if isinstance(each, Definition)]
        local = {name for inner in graphs for name in _bound(inner)}.union(*map(bound, texts))
        module = {name for name in dir(builtins) if not name.startswith("__")}
        self.scope = Scope({*module, *_LOCAL, *local}, numbered)
        self.entities: dict[Entity, str] = dict.fromkeys(things, "")
        for each in things:
            if isinstance(each, Definition) or not each.custom:
                self.entities[each] = self.scope.give(each.name)
        self.graphs = {id(inner): self.scope.give(inner.name) for inner in graphs}
        for each in things:
            if isinstance(each, Imported) and each.custom:
                self.entities[each] = self.scope.give(_public(each.name))
        self.constants: dict[Expression, str] = {}

    def graph(self, graph: Graph) -> str:
        """The class of a graph."""
        return self.graphs[id(graph)]

    def component(self, component: Component) -> str:
        """The class or function of a component that takes no operator."""
        return self.build(Build(component))

    def build(self, build: Build) -> str:
        """The class or function that is called to build it."""
        return self.entities[entity(build)]

    def constant(self, exact: Expression) -> str:
        """The constant that holds an irrational number: C1, C2, … in the order of their first use."""
        if exact not in self.constants:
            count = len(self.constants) + 1
            while f"C{count}" in self.scope.taken:
                count += 1
            self.constants[exact] = self.scope.give(f"C{count}")
        return self.constants[exact]


def _bound(graph: Graph) -> Iterator[str]:
    """The names that the class of a graph binds in its functions."""
    written = program(graph)
    yield from (slot.name for slot in graph.slots)
    yield from graph.fields
    yield from shared_builds(graph)
    yield from written.parameters
    yield from (written.results or ("result",))
    for statement in written.statements:
        yield from (*statement.targets, *statement.spare.values())


def _public(name: str) -> str:
    """Without two underscores in front, by which Python makes a name private to the class that it is read in."""
    return (name.lstrip("_") or "Custom") if name.startswith("__") else name
