"""A field as it would be written for one operator: its convolutions made by name, not by an argument."""

from __future__ import annotations

import ast
import json
from dataclasses import replace

from tableau2net.components import Component, find
from tableau2net.components.contract import OPERATOR
from tableau2net.components.convolutions import convolutions
from tableau2net.components.registry import OptionValue
from tableau2net.emit.source.layout import Bracket, lines
from tableau2net.emit.source.text import docstring
from tableau2net.graph import Build

_NORM = ("eps", "momentum")


def specialised(build: Build) -> tuple[Component, ...]:
    """The components whose text stands for the field of this build: its operator, if that is a class, and itself."""
    field = build.component
    if not field.takes_operator:
        return (field,)
    operator = build.operator or Build(find("operators", "conv"), ())
    text = field.text.splitlines()
    for statement in reversed(list(convolutions(field))):
        written = lines(_call(statement, operator, field), 2)
        text[statement.lineno - 1 : statement.end_lineno] = written
    text = [line for line in text if not line.lstrip().startswith(f"{OPERATOR}: ")]
    ours = tuple(line for line in field.imports if "tableau2net" not in line)
    if _function(operator.component) is not None:
        return (replace(field, text="\n".join(text), imports=ours),)
    text = _documented(text, field, operator.component.name)
    return operator.component, replace(field, text="\n".join(text), imports=ours)


def _call(statement: ast.Assign, operator: Build, field: Component) -> Bracket:
    """`target = Operator(inputs, channels, stride=stride, option=value)`; for a function, what it returns."""
    assert isinstance(statement.value, ast.Call)  # that is how it was found
    call, component = statement.value, operator.component
    head = f"{ast.unparse(statement.targets[0])} = "
    options = {name: literal(value) for name, value in operator.options if name not in _NORM}
    given = {str(word.arg): ast.unparse(word.value) for word in call.keywords}
    function = _function(component)
    if function is None:
        norms = {name: name for name in _NORM if name in component.options and name in field.options}
        words = [f"{name}={value}" for name, value in {**given, **options, **norms}.items()]
        return Bracket(f"{head}{component.name}", (*map(ast.unparse, call.args), *words))
    defaults = {name: literal(option.default) for name, option in component.options.items()}
    names = [argument.arg for argument in function.args.args]
    values = {**defaults, **options, **given, **dict(zip(names, map(ast.unparse, call.args), strict=True))}
    unsaid = {"stride"} - given.keys()
    return _returned(function, head, values, unsaid)


def _returned(function: ast.FunctionDef, head: str, values: dict[str, str], unsaid: set[str]) -> Bracket:
    """The call that the function returns, with values for its parameters; arguments that are `unsaid` are left out."""
    returned = function.body[-1]
    assert isinstance(returned, ast.Return)
    assert isinstance(returned.value, ast.Call)

    def text(node: ast.expr) -> str:
        return values.get(node.id, node.id) if isinstance(node, ast.Name) else ast.unparse(node)

    kept = [node for node in returned.value.args if not (isinstance(node, ast.Name) and node.id in unsaid)]
    words = [f"{word.arg}={text(word.value)}" for word in returned.value.keywords]
    return Bracket(f"{head}{ast.unparse(returned.value.func)}", (*map(text, kept), *words))


def _function(component: Component) -> ast.FunctionDef | None:
    """The operator that is a function."""
    if not component.text:
        return None
    (node,) = ast.parse(component.text).body
    return node if isinstance(node, ast.FunctionDef) else None


def _documented(text: list[str], field: Component, operator: str) -> list[str]:
    """The field's text, its docstring's first line naming the operator in place of the plain convolution."""
    place = next(i for i, line in enumerate(text) if field.summary in line)
    summary = field.summary.replace("3×3 convolution", operator).replace("3×3", operator)
    written = docstring(summary, ["…"], 1)[: -len(["", "…", '"""'])]
    return [*text[:place], *written, *text[place + 1 :]]


def literal(value: OptionValue) -> str:
    """The option as Python writes it; a string in double quotes, everything unusual in it escaped."""
    return json.dumps(value) if isinstance(value, str) else repr(value)
