"""The spatial convolutions of a field, read from its text: where they stand, and how wide they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from tableau2net.components.contract import (
    OPERATOR,
    OPERATOR_OPTIONS,
    constructor,
    ending,
    is_integer,
)
from tableau2net.components.formulas import names, unreadable, value
from tableau2net.components.registry import Component, OptionValue
from tableau2net.plugins import Source


def convolutions(field: Component) -> Iterator[ast.Assign]:
    """The statements `target = operator(inputs, channels, …)` of the field's constructor, in order."""
    return (
        node
        for node in _constructor(field)
        if isinstance(node, ast.Assign) and _is_convolution(node)
    )


@dataclass(frozen=True, slots=True)
class Convolution:
    """The channels of one, in and out, and what options the field asks its operator for, where that has them."""

    inputs: int
    channels: int
    requested: Mapping[str, int] = dataclass_field(default_factory=dict)


def widths(
    field: Component, inputs: int, channels: int, options: Mapping[str, OptionValue]
) -> Iterator[Convolution]:
    """The convolutions of a field so constructed, in order, those of all its branches."""
    values = {
        **{name: option.default for name, option in field.options.items()},
        **options,
    }
    known = {name: each for name, each in values.items() if isinstance(each, int)}
    known |= {"inputs": inputs, "channels": channels}
    for node in _constructor(field):
        if isinstance(node, ast.Assign):
            if _is_convolution(node):
                assert isinstance(node.value, ast.Call)  # that is how it was found
                first, second = (value(each, known) for each in node.value.args)
                requested = _requested(node.value)
                yield Convolution(
                    first,
                    second,
                    {name: value(each, known) for name, each in requested.items()},
                )
            elif isinstance(target := node.targets[0], ast.Name) and not unreadable(
                node.value, known
            ):
                known[target.id] = value(node.value, known)


def _is_convolution(node: ast.Assign) -> bool:
    match node.value:
        case ast.Call(ast.Name(name)):
            return name == OPERATOR
    return False


def _requested(call: ast.Call) -> dict[str, ast.expr]:
    return {
        word.arg: word.value for word in call.keywords if word.arg in OPERATOR_OPTIONS
    }


def _constructor(field: Component) -> list[ast.stmt]:
    for node in ast.walk(ast.parse(field.text)):
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            return list(_statements(node.body))
    return []


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements in order, those under conditions too."""
    for node in body:
        if isinstance(node, ast.If):
            yield from _statements(node.body)
            yield from _statements(node.orelse)
        else:
            yield node


@dataclass(frozen=True, slots=True)
class Convolutions:
    """A field that takes an operator makes every spatial convolution by it, in a statement of its own.

    `self.conv = operator(inputs, channels)`, with `stride=stride` or the number of `groups`, so that the statement can be
    written anew for the operator of a network, and the widths can be read.
    """

    def faults(self, source: Source) -> Iterator[str]:
        main = ending(source)
        called = constructor(main) if main is not None else None
        if main is None or called is None:
            return  # told by the contract of endings
        parameters = {each.arg: each for each in called.args.kwonlyargs}
        if OPERATOR not in parameters:
            return
        docstring = main.body[0]
        if not source.text.splitlines()[docstring.lineno - 1].strip().startswith('"""'):
            yield f"has a docstring in line {docstring.lineno} that does not begin with three double quotes"
        line = parameters[OPERATOR].lineno
        if not _stands_alone(source.text.splitlines()[line - 1]):
            yield f"takes its operator in line {line} beside other parameters and not in a line of its own"
        made = [
            node
            for node in _statements(called.body)
            if isinstance(node, ast.Assign) and _is_convolution(node)
        ]
        if not made:
            yield "takes an operator and makes no convolution by it"
        plain = {
            id(node.value.func) for node in made if isinstance(node.value, ast.Call)
        }
        for node in ast.walk(main):
            if (
                isinstance(node, ast.Name)
                and node.id == OPERATOR
                and id(node) not in plain
            ):
                yield f"uses its operator in line {node.lineno} otherwise than as `self.… = operator(…)` in __init__"
        known = {
            "inputs",
            "channels",
            *(name for name, each in parameters.items() if is_integer(each.annotation)),
        }
        yield from _unread(called, known)


def _stands_alone(line: str) -> bool:
    return line.strip().startswith(f"{OPERATOR}: ") and line.rstrip().endswith(",")


def _unread(called: ast.FunctionDef, known: set[str]) -> Iterator[str]:
    """Convolutions that are called otherwise, or whose widths are no formulas in what is known."""
    stored = [
        n.id
        for n in ast.walk(called)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    ]
    for node in _statements(called.body):
        if not isinstance(node, ast.Assign):
            continue
        target = node.targets[0]
        if not _is_convolution(node):
            once = isinstance(target, ast.Name) and stored.count(target.id) == 1
            if (
                once
                and isinstance(target, ast.Name)
                and not unreadable(node.value, known)
            ):
                known.add(target.id)
            continue
        assert isinstance(node.value, ast.Call)  # that is how it was found
        words = {word.arg for word in node.value.keywords}
        if len(node.targets) != 1 or not isinstance(target, ast.Attribute):
            yield f"assigns a convolution in line {node.lineno} to more than one attribute of its own"
        elif len(node.value.args) != 2 or not words <= {"stride", *OPERATOR_OPTIONS}:
            yield f"calls its operator in line {node.lineno} with more than two widths, a stride and groups, or with less"
        else:
            arguments = (*node.value.args, *_requested(node.value).values())
            faulty = filter(None, (unreadable(each, known) for each in arguments))
            yield from (
                f"has a width in line {node.lineno} that cannot be read: {each}"
                for each in faulty
            )


@dataclass(frozen=True, slots=True)
class Returned:
    """An operator that is a function does nothing but return a call, which stands in a field in place of its own.

    An argument is a parameter, or has none in it; where no stride is given, `stride` is left out, so none follows it.
    """

    def faults(self, source: Source) -> Iterator[str]:
        main = ending(source)
        if not isinstance(main, ast.FunctionDef):
            return
        returned = main.body[-1]
        if (
            len(main.body) != 2
            or not isinstance(returned, ast.Return)
            or not isinstance(returned.value, ast.Call)
        ):
            yield f"does more in {main.name} than to return one call"
            return
        call = returned.value
        parameters = {each.arg for each in (*main.args.args, *main.args.kwonlyargs)}
        for each in (*call.args, *(word.value for word in call.keywords)):
            if not isinstance(each, ast.Name) and parameters & set(names(each)):
                yield f"computes with its parameters in line {each.lineno} and does not hand them on: {ast.unparse(each)}"
        if (isinstance(call.func, ast.Name) and call.func.id in parameters) or any(
            w.arg is None for w in call.keywords
        ):
            yield f"returns in line {call.lineno} a call that it does not write out"
        strides = [
            i
            for i, each in enumerate(call.args)
            if isinstance(each, ast.Name) and each.id == "stride"
        ]
        if strides and strides != [len(call.args) - 1]:
            yield f"gives its stride in line {call.lineno} before other arguments and not as the last, or by its name"
