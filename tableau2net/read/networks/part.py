"""The parts of a network: a kind from the components, or a class of the user's own, with its
options."""

from __future__ import annotations

import keyword
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_type_hints

from tableau2net import components
from tableau2net.components import Component, UnknownComponentError
from tableau2net.components.contract import OPERATOR
from tableau2net.components.registry import OptionValue
from tableau2net.read import suggest
from tableau2net.read.keys import tell
from tableau2net.read.leaves import MAX_OPTION, Choice, Flag, Integer, Leaf, Share, as_text
from tableau2net.read.model import Context, Later, fault
from tableau2net.read.networks.options import allowed, option_schema, read_option, read_options
from tableau2net.read.yaml_tree import describe


@dataclass(frozen=True)
class Part:
    """A component and the options that the document gives it.

    What a subclass adds are keys that the compiler reads itself, each annotated with the leaf that reads it.
    """

    component: Component
    options: Mapping[str, OptionValue]

    @classmethod
    @cache
    def keys(cls) -> Mapping[str, Leaf]:
        """The compiler's own keys."""
        hints = get_type_hints(cls, include_extras=True)
        own = (field.name for field in fields(cls) if field.name not in ("component", "options"))
        return {name: hints[name].__metadata__[0] for name in own}


@dataclass(frozen=True)
class TransitionPart(Part):
    """The module between one period and the next."""

    residual: Annotated[bool, Flag()] = False
    """Whether it is the shortcut of a residual step, in which the field leads past it with a stride."""
    by_scheme: Annotated[bool, Flag(), Later()] = False
    """Whether it is that of a step of the scheme."""
    compression: Annotated[Fraction | None, Share(), Later()] = None
    """The part of a period's m channels that it leads to, ⌊compression·m⌋. Example: `1/2`"""

    @property
    def is_step(self) -> bool:
        """Whether it is a step, which is counted as one."""
        return self.residual or self.by_scheme


@dataclass(frozen=True)
class StemPart(Part):
    """What makes the first state."""

    channels: Annotated[int | None, Integer(1, MAX_OPTION), Later()] = None
    """The width that it leads to, where that is not the one of the first period. Example: `16`"""


@dataclass(frozen=True)
class HeadPart(Part):
    """What makes the logits."""

    reads: Annotated[Literal["last", "first-and-last"], Choice(("last", "first-and-last")), Later()] = "last"
    """Which states of a period it reads: the last, or the first one beside it."""


@dataclass(frozen=True)
class FieldPart(Part):
    """What computes a slope; an operator that is None is torch's own convolution."""

    operator: Annotated[Part | None, OperatorLeaf(), Later()] = None
    """What makes the field's spatial convolutions. Example: `lean`"""


P = TypeVar("P", bound=Part)


def default(role: str, kind: str, part: type[P], **keys: Any) -> P:
    """The part that a network has where its document says nothing."""
    return part(components.find(role, kind), MappingProxyType({}), **keys)


@dataclass(frozen=True)
class PartLeaf(Leaf):
    """`{kind: …, options}` or `{custom: "package.module:Class", options}`."""

    role: str
    default: str
    part: type[Part] = Part
    form: ClassVar[str] = "a mapping"

    def read(self, value: Any, context: Context) -> Part | None:
        component, options = self.component(value)
        if component.custom:
            component = replace(component, folder=_folder(context))
        own = {
            name: read_option(name, how, options.pop(name), context)
            for name, how in self.keys(component).items()
            if name in options
        }
        return self.part(component, MappingProxyType(read_options(component, options)), **own)

    def keys(self, component: Component) -> Mapping[str, Leaf]:
        """The compiler's own keys that go with this component."""
        return self.part.keys()

    def component(self, value: Any) -> tuple[Component, dict[str, Any]]:
        """The component, and the options as written."""
        if not isinstance(value, dict):
            found = describe(value)
            raise fault(
                f"the {_singular(self.role)} has the wrong form",
                found,
                f"{self.form}, as {{kind: {self.default}}}",
            )
        options = {key: each for key, each in value.items() if key not in ("kind", "custom")}
        if "custom" not in value:
            return component(self.role, value.get("kind", self.default), ("kind",)), options
        if "kind" in value:
            raise fault(
                "a part has either a kind or a custom class",
                "kind and custom",
                "one of them",
                path=("custom",),
                key=True,
            )
        target = value["custom"]
        if not isinstance(target, str) or not _importable(target):
            expected = "package.module:Class"
            raise fault("this is not the name of a class", describe(target), expected, path=("custom",))
        return components.custom(self.role, target), options

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self._kind_schema(kind) for kind in self.kinds()] + [_CUSTOM_SCHEMA]}

    def kinds(self) -> tuple[str, ...]:
        """The kinds that the part may be of."""
        return components.kinds(self.role)

    def _kind_schema(self, kind: str) -> dict[str, Any]:
        component = components.find(self.role, kind)
        properties = {
            "kind": {"const": kind, "description": component.summary},
            **{name: option_schema(option) for name, option in allowed(component).items()},
            **{name: how.schema() for name, how in self.keys(component).items()},
        }
        tell(self.part, properties)
        required = [] if kind == self.default else ["kind"]
        return {
            "type": "object",
            "description": component.summary,
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }


_CUSTOM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "custom": {
            "type": "string",
            "description": "A class of your own, and beside it the options that it is given.",
            "examples": ["package.module:Class"],
        }
    },
    "required": ["custom"],
}


@dataclass(frozen=True)
class StemLeaf(PartLeaf):
    """A stem, or `none`: the state is the image."""

    role: str = "stems"
    default: str = "conv"
    part: type[Part] = StemPart

    def read(self, value: Any, context: Context) -> Part | None:
        return None if value == "none" else PartLeaf.read(self, value, context)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": ["none"]}, *PartLeaf.schema(self)["anyOf"]]}


@dataclass(frozen=True)
class OperatorLeaf(PartLeaf):
    """A part, or the name of its kind alone."""

    role: str = "operators"
    default: str = "conv"
    part: type[Part] = Part
    form: ClassVar[str] = "a name or a mapping"

    def component(self, value: Any) -> tuple[Component, dict[str, Any]]:
        if isinstance(value, str):
            return component(self.role, value), {}
        return PartLeaf.component(self, value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": list(self.kinds())}, *PartLeaf.schema(self)["anyOf"]]}


@dataclass(frozen=True)
class LinearLeaf(OperatorLeaf):
    """An operator that has what a field needs beside it, as its transpose."""

    field: Component | None = None

    def read(self, value: Any, context: Context) -> Part | None:
        part = OperatorLeaf.read(self, value, context)
        assert part is not None  # an operator is never left out by a word
        if self.field is None or not self.field.lacks(part.component):
            return part
        why = "of which no transpose is known" if part.component.custom else "which is not linear"
        message = f"{self.field.kind} needs an operator and its transpose"
        raise fault(message, f"{part.component.kind}, {why}", " or ".join(self.kinds()))

    def kinds(self) -> tuple[str, ...]:
        every = components.kinds(self.role)
        if self.field is None:
            return every
        return tuple(kind for kind in every if not self.field.lacks(components.find(self.role, kind)))

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [each for each in OperatorLeaf.schema(self)["anyOf"] if each is not _CUSTOM_SCHEMA]}


@dataclass(frozen=True)
class ActivationLeaf(OperatorLeaf):
    """A part, the name of its kind alone, or `none`."""

    role: str = "activations"
    default: str = "relu"

    def read(self, value: Any, context: Context) -> Part | None:
        return None if value == "none" else OperatorLeaf.read(self, value, context)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": ["none"]}, *OperatorLeaf.schema(self)["anyOf"]]}


@dataclass(frozen=True)
class FieldLeaf(PartLeaf):
    """A part whose spatial convolutions are made by an `operator`."""

    role: str = "fields"
    default: str = "basic"
    part: type[Part] = FieldPart

    def read(self, value: Any, context: Context) -> Part:
        component, options = self.component(value)
        if OPERATOR in options and OPERATOR not in self.keys(component):
            raise fault(
                "this field has convolutions of its own",
                describe(OPERATOR),
                "a kind of field that takes an operator",
                path=(OPERATOR,),
                key=True,
            )
        part = PartLeaf.read(self, value, context)
        assert isinstance(part, FieldPart)  # the leaf's own
        if part.operator is None:
            return part
        own = default("operators", component.operator, Part)
        return replace(part, operator=None) if part.operator == own else part

    def keys(self, component: Component) -> Mapping[str, Leaf]:
        known = dict(self.part.keys())
        own = known.pop(OPERATOR)
        if component.takes_operator:
            known[OPERATOR] = LinearLeaf(field=component) if component.takes_linear else own
        return known


@dataclass(frozen=True)
class KindLeaf(Leaf):
    """The name of a component without options, or one of a few words that mean None."""

    role: str
    none: tuple[str, ...] = ()

    def read(self, value: Any, context: Context) -> Component | None:
        return None if value in self.none else component(self.role, value)

    def schema(self) -> dict[str, Any]:
        return {"enum": [*self.none, *components.kinds(self.role)]}


def component(role: str, kind: Any, path: tuple[str, ...] = ()) -> Component:
    """The component of this role and kind. Raises a fault."""
    name = as_text(kind, f"the kind of {_singular(role)}")
    try:
        return components.find(role, name)
    except UnknownComponentError as error:
        expected = suggest.expected(name, error.known)
        raise fault(f"there is no such {_singular(role)}", describe(name), expected, path=path) from None


def _folder(context: Context) -> str:
    """The folder of the document's file; empty where it was read from none of the user's."""
    if context.source.kind != "path":
        return ""
    return os.path.realpath(os.path.dirname(context.node.position.file) or ".")


def _importable(target: str) -> bool:
    module, colon, name = target.partition(":")
    names = [*module.split("."), name]
    return (
        bool(colon)
        and len(target) <= 200
        and all(each.isidentifier() and each.isascii() and not keyword.iskeyword(each) for each in names)
    )


def _singular(role: str) -> str:
    return role.removesuffix("s")
