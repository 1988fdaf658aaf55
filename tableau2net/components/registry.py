"""Find components by reading their files: a kind is a file, a role is a folder. No torch is imported here."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from types import MappingProxyType

from tableau2net.components.constraints import Constraint, constraints
from tableau2net.components.contract import (
    GIVEN,
    OPERATOR,
    OPERATORS,
    PARTNERS,
    TYPES,
    constructor,
    definitions,
    ending,
    is_partner,
    positional,
)
from tableau2net.components.option_words import option_words
from tableau2net.components.texts import text_of
from tableau2net.plugins import Kind, Source

ROLES = (
    "fields",
    "operators",
    "stems",
    "transitions",
    "heads",
    "solvers",
    "initialisers",
    "mechanisms",
    "activations",
)

OptionValue = int | float | bool | str


class UnknownComponentError(LookupError):
    """A kind that no file defines; `known` are those that some file does."""

    def __init__(self, role: str, kind: str) -> None:
        self.role, self.kind, self.known = role, kind, kinds(role)
        super().__init__(f"no {role.removesuffix('s')} is called {kind!r}")


@dataclass(frozen=True, slots=True)
class Option:
    """A keyword-only parameter of a component's constructor; `choices` are its only values, if not empty.

    `words` say what it is for.
    """

    name: str
    type: type[int] | type[float] | type[bool] | type[str]
    default: OptionValue
    choices: tuple[OptionValue, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Component:
    """One component: where it is imported from, its options, and the text that the source emitter carries.

    `reads_every_period` is true of a head whose `channels` is a sequence, `per_pixel` of one whose class says so: it
    classifies every pixel. `operator` is the kind that makes a field's spatial convolutions where no other is given,
    empty where none can be; `given` are the parameters for it and for its partners. `partners` are the functions that
    stand beside a linear operator, by their names. `text` is empty for a custom component, which emitted source imports
    from its own package. `helpers` are the definitions that `text` and the partners rely on, in the order in which they
    must stand before it; `imports` are the import lines of all of them.
    `parameters` are given by position, usually two widths, which fulfil the `constraints`. `folder` is that of the
    document that names a custom component; empty where it was read from no file.
    """

    role: str
    kind: str
    module: str
    name: str
    summary: str
    options: Mapping[str, Option]
    reads_every_period: bool
    per_pixel: bool
    text: str
    helpers: tuple[str, ...]
    imports: tuple[str, ...]
    operator: str = ""
    given: tuple[str, ...] = ()
    partners: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    folder: str = field(default="", compare=False)

    @property
    def custom(self) -> bool:
        """Whether it is a class of the user's own."""
        return not self.text

    def takes(self, option: str) -> bool:
        """Whether an operator has an option that a field may ask for; of a custom one nothing is known but its stride."""
        return option in (self.options or ("stride",))

    def lacks(self, operator: Component) -> tuple[str, ...]:
        """The functions that a field needs beside its operator, and that this one does not have."""
        needed = (PARTNERS[name] for name in self.given if name in PARTNERS)
        return tuple(name for name in needed if name not in operator.partners)

    @property
    def takes_linear(self) -> bool:
        """Whether it is a field whose operator must be linear, for it needs more of that."""
        return any(name in PARTNERS for name in self.given)

    @property
    def takes_operator(self) -> bool:
        """Whether it is a field that is given its spatial convolution."""
        return bool(self.operator)


def kinds(role: str) -> tuple[str, ...]:
    """The kinds of a role, sorted."""
    return _role(role).names


@cache
def find(role: str, kind: str) -> Component:
    """The component of this role and kind. Raises UnknownComponentError, and ContractError."""
    if kind not in kinds(role):
        raise UnknownComponentError(role, kind)
    source = _role(role).checked(kind)
    return defined(role, kind, f"{__package__}.{role}.{source.path.stem}", source)


def _role(role: str) -> Kind:
    found: Kind = import_module(f"{__package__}.{role}").KIND
    return found


def defined(role: str, kind: str, module: str, source: Source) -> Component:
    """The component that a file defines: its last class or function; what stands before helps it."""
    main = ending(source)
    called = constructor(main) if main is not None else None
    if main is None or called is None:
        raise TypeError(f"{source.path.name} ends with nothing that can be called")
    stated = definitions(source)
    helpers = [node for node in stated[: stated.index(main)] if not is_partner(node)]
    arguments = called.args
    annotations = {argument.arg: argument.annotation for argument in arguments.args}
    channels = annotations.get("channels")
    return Component(
        role=role,
        kind=kind,
        module=module,
        name=main.name,
        summary=(ast.get_docstring(main) or "").partition("\n")[0],
        options=MappingProxyType(_options(arguments, option_words(source))),
        reads_every_period=channels is not None and ast.unparse(channels) != "int",
        per_pixel=any(ast.unparse(node) == "per_pixel = True" for node in main.body),
        text=text_of(source.text, main),
        helpers=tuple(text_of(source.text, node) for node in helpers),
        imports=tuple(
            ast.unparse(node)
            for node in source.tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
        ),
        operator=_default_operator(source, arguments),
        given=tuple(each.arg for each in arguments.kwonlyargs if each.arg in GIVEN),
        partners=MappingProxyType(
            {
                node.name: text_of(source.text, node)
                for node in stated
                if isinstance(node, ast.FunctionDef) and is_partner(node)
            }
        ),
        parameters=tuple(argument.arg for argument in positional(main, called)),
        constraints=constraints(source),
    )


def custom(role: str, target: str) -> Component:
    """A component of the user's own, `package.module:Class`; its options are not checked."""
    module, _, name = target.partition(":")
    return Component(
        role=role,
        kind=target,
        module=module,
        name=name,
        summary=target,
        options=MappingProxyType({}),
        reads_every_period=False,
        per_pixel=False,
        text="",
        helpers=(),
        imports=(f"from {module} import {name}",),
    )


def _default_operator(source: Source, arguments: ast.arguments) -> str:
    """The kind of the operator that a field's parameter is by default; nothing, where it has no such parameter."""
    defaults = {
        argument.arg: default
        for argument, default in zip(
            arguments.kwonlyargs, arguments.kw_defaults, strict=True
        )
    }
    default = defaults.get(OPERATOR)
    for node in source.tree.body:
        if isinstance(node, ast.ImportFrom) and isinstance(default, ast.Name):
            package, _, file = (node.module or "").rpartition(".")
            if package == OPERATORS and default.id in (a.name for a in node.names):
                return file.replace("_", "-")
    return ""


def _options(arguments: ast.arguments, words: Mapping[str, str]) -> dict[str, Option]:
    return {
        argument.arg: replace(
            _option(argument.arg, argument.annotation, default),
            words=words.get(argument.arg, ""),
        )
        for argument, default in zip(
            arguments.kwonlyargs, arguments.kw_defaults, strict=True
        )
        if argument.annotation is not None
        and default is not None
        and argument.arg not in GIVEN
    }


def _option(name: str, annotation: ast.expr, default: ast.expr) -> Option:
    """An option of type int, float, bool or str, or a Literal of several such values."""
    value = ast.literal_eval(default)
    if isinstance(annotation, ast.Subscript):
        return Option(name, type(value), value, ast.literal_eval(annotation.slice))
    return Option(name, TYPES[ast.unparse(annotation)], value)
