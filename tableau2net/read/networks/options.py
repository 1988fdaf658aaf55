"""The options of a component, read from their texts by the types that it gives them."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tableau2net.components import Component, Option
from tableau2net.components.contract import SET_BY_COMPILER
from tableau2net.components.registry import OptionValue
from tableau2net.read import suggest
from tableau2net.read.leaves import MAX_OPTION, Flag, Float, Integer, Leaf, Text, as_text
from tableau2net.read.model import Context, fault
from tableau2net.read.yaml_tree import describe

_OPTIONS: Mapping[type, Leaf] = MappingProxyType(
    {int: Integer(1, MAX_OPTION), float: Float(), bool: Flag(), str: Text(100)}
)
_SPECIAL: Mapping[str, Leaf] = MappingProxyType({"dropout": Float(high=1.0, open_high=True)})  # a rate


@dataclass(frozen=True)
class OneOf(Leaf):
    """One of the few values of an option."""

    option: Option

    def read(self, value: Any, context: Context) -> OptionValue:
        words = {str(choice): choice for choice in self.option.choices}
        text = as_text(value, f"one of {', '.join(words)}")
        if text not in words:
            raise fault("this is not one of the values", describe(text), suggest.expected(text, tuple(words)))
        return words[text]

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.option.choices)}


def option_schema(option: Option) -> dict[str, Any]:
    """What may be written, as JSON Schema."""
    return {
        **leaf(option).schema(),
        "description": option.words,
        "default": option.default,
        "examples": [option.default],
    }


def allowed(component: Component) -> dict[str, Option]:
    """The options that a document may give."""
    return {name: option for name, option in component.options.items() if name not in SET_BY_COMPILER}


def leaf(option: Option) -> Leaf:
    """How an option is read."""
    if option.choices:
        return OneOf(option)
    return _SPECIAL.get(option.name, _OPTIONS[option.type])


def read_option(name: str, how: Leaf, value: Any, context: Context | None = None) -> Any:
    """One option's value. Raises a fault that points below the part."""
    from pydantic_core import PydanticCustomError

    try:
        return how.read(value, context)  # type: ignore[arg-type]
    except PydanticCustomError as error:
        details: dict[str, Any] = dict(error.context or {})
        details["path"] = (name, *details["path"])
        raise fault(**details) from None


def read_options(component: Component, options: dict[str, Any]) -> dict[str, OptionValue]:
    """The options of a component from their texts; of a class of the user's own, whatever they look like. Raises a
    fault."""
    if not component.text:
        return {name: _inferred(name, value) for name, value in options.items()}
    known = allowed(component)
    for name in options:
        if name in SET_BY_COMPILER:
            raise fault(
                "the compiler sets this option",
                describe(name),
                "other options",
                path=(name,),
                key=True,
            )
        if name not in known:
            what = f"{component.kind} has no such option"
            raise fault(what, describe(name), suggest.expected(name, known), path=(name,), key=True)
    return {name: read_option(name, leaf(known[name]), value) for name, value in options.items()}


def _inferred(name: str, value: Any) -> OptionValue:
    """An option of the user's own class: the type is what the text looks like."""
    if not name.isidentifier() or keyword.iskeyword(name) or name in SET_BY_COMPILER or len(name) > 60:
        raise fault(
            "this is not the name of an option",
            describe(name),
            "a Python identifier",
            path=(name,),
            key=True,
        )
    from pydantic_core import PydanticCustomError

    kinds: tuple[Leaf, ...] = (Flag(), Integer(-(10**17), 10**17), Float(low=float("-inf")))
    for how in kinds:
        try:
            return read_option(name, how, value)  # type: ignore[no-any-return]
        except PydanticCustomError:
            continue
    return read_option(name, Text(100), value)  # type: ignore[no-any-return]
