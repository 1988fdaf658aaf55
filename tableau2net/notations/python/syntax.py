"""The syntax tree of Python: names, what is bound in a statement, what a class is constructed with."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator


def last_word(node: ast.expr) -> str:
    """The last word of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def fields(node: ast.ClassDef) -> list[str]:
    """What the constructor of a class takes, in order."""
    for each in node.body:
        if isinstance(each, ast.FunctionDef) and each.name == "__init__":
            return [argument.arg for argument in each.args.args[1:]]
    return [
        each.target.id
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    ]


def assigned(node: ast.AST) -> Iterator[str]:
    """The names that are bound or changed somewhere in a statement."""
    for each in ast.walk(node):
        if isinstance(each, ast.Assign):
            yield from bases(each.targets)
        elif isinstance(each, ast.AugAssign | ast.AnnAssign | ast.For):
            yield from bases([each.target])


def bases(targets: Iterable[ast.expr]) -> Iterator[str]:
    """The names that targets of assignments bind, or change something of."""
    for target in targets:
        match target:
            case ast.Name(name) | ast.Attribute(_, name):
                yield name
            case ast.Subscript(value, _):
                yield from bases([value])
            case ast.Tuple(elements) | ast.List(elements):
                yield from bases(elements)
