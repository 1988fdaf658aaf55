"""A field as it would be written for one operator: its convolutions made by name, not by an argument."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from tableau2net.components.convolutions import convolutions
from tableau2net.components.partners import kept, opening
from tableau2net.components.registry import OptionValue
from tableau2net.components.texts import renamed
from tableau2net.emit.source.definitions import Definition, Entity, Operator
from tableau2net.emit.source.layout import Bracket, lines
from tableau2net.emit.source.text import docstring

_NORM = ("eps", "momentum")


def specialised(field: str, operator: Operator, names: Mapping[Entity, str]) -> str:
    """The text of a field, with its convolutions made by the operator, whose parts have these `names` in the file."""
    text = field.splitlines()
    for statement in reversed(list(convolutions(replace(operator.field, text=field)))):
        written = lines(_call(statement, operator, names), statement.col_offset // 4)
        text[statement.lineno - 1 : statement.end_lineno] = written
    given = operator.field.given
    unsaid = (*(f"{parameter}: " for parameter in given), *map(kept, given))
    text = [line for line in text if not line.lstrip().startswith(unsaid)]
    for parameter, function in operator.partners:
        text = [line.replace(opening(parameter), f"{names[function]}(") for line in text]
    if operator.function is None:
        text = _documented(text, operator.field.summary, names[operator.made])
    return "\n".join(text)


def _call(statement: ast.Assign, operator: Operator, names: Mapping[Entity, str]) -> Bracket:
    """`target = Operator(inputs, channels, stride=stride, option=value)`; for a function, what it returns."""
    assert isinstance(statement.value, ast.Call)  # that is how it was found
    call, known = statement.value, operator.component.options
    head = f"{ast.unparse(statement.targets[0])} = "
    options = {name: literal(value) for name, value in operator.options if name not in _NORM}
    given = {str(word.arg): ast.unparse(word.value) for word in call.keywords}
    function = operator.function
    if function is None:
        norms = {name: name for name in _NORM if name in known and name in operator.field.options}
        requested = {name: value for name, value in given.items() if operator.component.takes(name)}
        words = [f"{name}={value}" for name, value in {**requested, **options, **norms}.items()]
        return Bracket(f"{head}{names[operator.made]}", (*map(ast.unparse, call.args), *words))
    defaults = {name: literal(option.default) for name, option in known.items()}
    parameters = [argument.arg for argument in function.args.args]
    values = {
        **defaults,
        **given,
        **options,
        **dict(zip(parameters, map(ast.unparse, call.args), strict=True)),
    }
    unsaid = {"stride"} - given.keys()
    return _returned(_in_file(operator, names), head, values, unsaid)


def _in_file(operator: Operator, names: Mapping[Entity, str]) -> ast.FunctionDef:
    """The function with the names that the file gives to what it relies on."""
    assert isinstance(operator.made, Definition)  # a custom operator is a class
    changed = {each: names[inner] for each, inner in operator.made.meaning if names[inner] != each}
    (function,) = ast.parse(renamed(operator.made.text, changed)).body
    assert isinstance(function, ast.FunctionDef)
    return function


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


def _documented(text: list[str], summary: str, operator: str) -> list[str]:
    """The field's text, its docstring's first line naming the operator in place of the plain convolution."""
    (field,) = ast.parse("\n".join(text)).body
    assert isinstance(field, ast.ClassDef)
    first, last = field.body[0].lineno - 1, field.body[0].end_lineno
    adapted = summary.replace("3×3 convolution", operator).replace("3×3", operator)
    rest = text[first + 1 : last]
    written = docstring(adapted, ["…"] if rest else [], 1)
    return [*text[:first], *(written[: -len(["", "…", '"""'])] if rest else written), *text[first + 1 :]]


def literal(value: OptionValue) -> str:
    """The option as Python writes it; a string in double quotes, unless it holds more of them than of single ones."""
    if not isinstance(value, str):
        return repr(value)
    if value.count('"') > value.count("'"):
        return repr(value)
    single = repr(f'"{value}')[2:-1]  # with a double quote in front, Python takes single quotes
    return '"' + single.replace("\\'", "'").replace('"', '\\"') + '"'
