"""What lets the text of a component be carried into an emitted file as it stands, among the texts of others."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from tableau2net.components.constraints import constraints
from tableau2net.components.contract import (
    constructor,
    definitions,
    ending,
    is_integer,
    positional,
)
from tableau2net.components.texts import bound, defined, free, text_of, unreadable
from tableau2net.plugins import Source

WIDTH = 88  # the usual formatter's


@dataclass(frozen=True, slots=True)
class Carried:
    """Definitions that rely on imports and on what stands before them, whose names mean one thing each.

    So a definition can be left out where nothing needs it, stand once where two files have it, and be given another name
    where two files mean different things by one.
    """

    def faults(self, source: Source) -> Iterator[str]:
        if fault := unreadable(source.text):
            yield f"is no Python in {fault}"
            return
        yield from _statements(source)
        yield from _imports(source)
        yield from _meanings(source)
        yield from _constraints(source)
        for node in definitions(source):
            lines = text_of(source.text, node).splitlines()
            for line, text in enumerate(reversed(lines)):
                if len(text) > WIDTH:
                    place = (node.end_lineno or 0) - line
                    yield f"has {len(text)} characters in line {place} and not {WIDTH} at most"


def _statements(source: Source) -> Iterator[str]:
    """Statements that are neither imports nor define one name."""
    for node in source.tree.body[1:]:  # after the docstring
        match node:
            case ast.Import() | ast.ImportFrom() | ast.ClassDef() | ast.FunctionDef():
                continue
            case ast.Assign([ast.Name()]) | ast.AnnAssign(ast.Name(), value=ast.expr()):
                continue
        yield f"has a statement in line {node.lineno} that neither imports nor defines a name"


def _imports(source: Source) -> Iterator[str]:
    """Imports that cannot be told apart from others, or stand where they are not seen."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            if node not in source.tree.body:
                yield f"imports inside a definition, in line {node.lineno}, and not at its top"
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                yield f"imports from __future__ in line {node.lineno}, which would hold for the whole emitted file"
            for alias in node.names:
                if alias.name == "*" or (
                    isinstance(node, ast.ImportFrom) and node.level
                ):
                    yield f"does not say in line {node.lineno} what it imports and from where"
                elif (
                    isinstance(node, ast.Import)
                    and "." in alias.name
                    and not alias.asname
                ):
                    yield f"imports {alias.name} in line {node.lineno} without a name of its own: import … as …"


def _meanings(source: Source) -> Iterator[str]:
    """Names that are unknown where they are read, or mean two things."""
    known = {
        alias.asname or alias.name
        for node in source.tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    for node in definitions(source):
        text = text_of(source.text, node)
        for name in defined(text):
            if name in known or name.startswith("__") or hasattr(builtins, name):
                yield f"defines {name} in line {node.lineno}, a name that is taken or private"
        for name in sorted(free(text) - known):
            if not hasattr(builtins, name):
                yield f"reads {name} in line {_line(node, name)}, which is neither imported nor defined before"
        known |= set(defined(text))
        for name in sorted(bound(text) & known & (free(text) | set(defined(text)))):
            yield f"means two things by {name} in the definition in line {node.lineno}"


def _constraints(source: Source) -> Iterator[str]:
    """Constraints that are no data, or whose formulas cannot be read."""
    main = ending(source)
    called = constructor(main) if main is not None else None
    if main is None or called is None:
        return  # told by the contract of endings
    arguments = [*positional(main, called), *called.args.kwonlyargs]
    integers = [each.arg for each in arguments if is_integer(each.annotation)]
    try:
        stated = constraints(source)
    except ValueError:
        yield "has CONSTRAINTS that are not a tuple of three texts each"
        return
    for constraint in stated:
        yield from constraint.faults(integers)


def _line(node: ast.AST, name: str) -> int:
    """The line in which a name is first read."""
    found = [
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and each.id == name
    ]
    return min(each.lineno for each in found)
