"""What an emitted file defines or imports, told apart by what it means and not by what it is called.

Two components may each have a helper `Block`; one text may import `nn` from torch, another from elsewhere. Here every
such thing is a value, equal to another exactly where one of the two is enough.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from tableau2net.components import Component, find
from tableau2net.components.contract import PARTNERS
from tableau2net.components.registry import OptionValue
from tableau2net.components.texts import defined, free
from tableau2net.graph import Build


@dataclass(frozen=True)
class Imported:
    """`from module import member`, or `import module` where there is no member; called `name` where it is written.

    `custom` is true of the user's own classes, which no text of ours names.
    """

    module: str
    member: str
    name: str
    custom: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Definition:
    """A text that defines `name`, and what the names in it mean. A field's convolutions are made by `operator`."""

    name: str
    text: str
    meaning: tuple[tuple[str, Entity], ...]
    operator: Operator | None = None


@dataclass(frozen=True)
class Operator:
    """What is written in a `field` for its operator: a class with options, or the call that a function returns; and the
    functions beside it, by the parameters by which the field is given them."""

    made: Entity
    options: tuple[tuple[str, OptionValue], ...]
    partners: tuple[tuple[str, Entity], ...]
    component: Component = field(compare=False)
    field: Component = field(compare=False)

    @property
    def function(self) -> ast.FunctionDef | None:
        """The operator that is a function."""
        node = ast.parse(self.component.text).body[0] if self.component.text else None
        return node if isinstance(node, ast.FunctionDef) else None

    @property
    def written(self) -> tuple[Entity, ...]:
        """What stands in the field's text for it: the class or what the function's call is made of, and partners."""
        partners = tuple(partner for _, partner in self.partners)
        if self.function is None or not isinstance(self.made, Definition):
            return (self.made, *partners)
        return (*(thing for _, thing in self.made.meaning), *partners)


Entity = Imported | Definition


def entity(build: Build) -> Entity:
    """What stands in the file for the component of `build`, its operator included."""
    component = build.component
    if not component.text:
        return Imported(component.module, component.name, component.name, custom=True)
    operator = None
    if component.takes_operator:
        given = build.operator or Build(find("operators", component.operator))
        operator = Operator(
            entity(given), given.options, _partners(given, component), given.component, component
        )
    return _definition(component.text, _known(component), operator)


def _partners(operator: Build, field: Component) -> tuple[tuple[str, Entity], ...]:
    """The functions beside the operator that a field is given."""
    made, texts = operator.component, operator.component.partners
    known: dict[str, Entity] = {**_known(made), made.name: entity(operator)}
    for name, text in texts.items():
        known[name] = _definition(text, known)
    return tuple((each, known[PARTNERS[each]]) for each in field.given if each in PARTNERS)


def reliance(thing: Entity) -> Iterator[Entity]:
    """The thing, after all that it relies on; some of it more than once."""
    if isinstance(thing, Definition):
        written = thing.operator.written if thing.operator else ()
        for inner in (*written, *(inner for _, inner in thing.meaning)):
            yield from reliance(inner)
    yield thing


def imports(component: Component) -> Iterator[Imported]:
    """What the component's file imports, in order; our own package's modules are carried, not imported."""
    for line in component.imports:
        yield from _imported(line)


@cache
def _imported(line: str) -> tuple[Imported, ...]:
    (node,) = ast.parse(line).body
    if isinstance(node, ast.ImportFrom) and not str(node.module).startswith("tableau2net"):
        module = str(node.module)
        return tuple(Imported(module, alias.name, alias.asname or alias.name) for alias in node.names)
    if isinstance(node, ast.Import):
        return tuple(Imported(alias.name, "", alias.asname or alias.name) for alias in node.names)
    return ()


def _known(component: Component) -> Mapping[str, Entity]:
    """What the names of the component's file mean before its last definition."""
    known: dict[str, Entity] = {each.name: each for each in imports(component)}
    for text in component.helpers:
        helper = _definition(text, known)
        known[helper.name] = helper
    return known


def _definition(text: str, known: Mapping[str, Entity], operator: Operator | None = None) -> Definition:
    (name,) = defined(text)
    read = free(text)
    meaning = tuple((each, thing) for each, thing in known.items() if each in read)
    return Definition(name, text, meaning, operator)
