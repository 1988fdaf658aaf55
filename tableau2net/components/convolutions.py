"""The spatial convolutions of a field, read from its text: where they stand, and how wide they are."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from tableau2net.components.contract import OPERATOR
from tableau2net.components.registry import Component, OptionValue

_SIGNS: Mapping[type[ast.operator], Callable[[int, int], int]] = MappingProxyType(
    {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.FloorDiv: operator.floordiv,
    }
)


def convolutions(field: Component) -> Iterator[ast.Assign]:
    """The statements `target = operator(inputs, channels, …)` of the field's constructor, in order."""
    return (
        node
        for node in _constructor(field)
        if isinstance(node, ast.Assign) and _is_convolution(node)
    )


def widths(
    field: Component, inputs: int, channels: int, options: Mapping[str, OptionValue]
) -> Iterator[tuple[int, int]]:
    """The channels, in and out, of the convolutions of a field so constructed, in order."""
    known: dict[str, OptionValue] = {
        **{name: option.default for name, option in field.options.items()},
        **options,
        "inputs": inputs,
        "channels": channels,
    }
    for node in _constructor(field):
        if isinstance(node, ast.Assign):
            if _is_convolution(node):
                first, second, *_ = node.value.args  # type: ignore[attr-defined]
                yield _value(first, known), _value(second, known)
            elif isinstance(target := node.targets[0], ast.Name):
                known[target.id] = _value(node.value, known)


def _is_convolution(node: ast.Assign) -> bool:
    match node.value:
        case ast.Call(ast.Name(name)):
            return name == OPERATOR
    return False


def _constructor(field: Component) -> list[ast.stmt]:
    for node in ast.walk(ast.parse(field.text)):
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            return node.body
    return []


def _value(node: ast.expr, known: Mapping[str, OptionValue]) -> int:
    """An integer formula with + - * //."""
    match node:
        case ast.Constant(int(number)):
            return number
        case ast.Name(name) if isinstance(value := known.get(name), int):
            return value
        case ast.BinOp(left, sign, right) if type(sign) in _SIGNS:
            return _SIGNS[type(sign)](_value(left, known), _value(right, known))
    raise TypeError(f"{ast.unparse(node)} is no integer formula")
