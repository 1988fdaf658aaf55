"""The texts of definitions: which names they rely on, which they bind, and how one is renamed."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator, Mapping
from functools import cache

_HEAD = re.compile(r"(async\s+def|def|class)\s+")


def text_of(source: str, node: ast.stmt) -> str:
    """A definition of a file as it stands, its decorators included."""
    decorators = getattr(node, "decorator_list", ())
    first = min([node.lineno, *(each.lineno for each in decorators)])
    return "\n".join(source.splitlines()[first - 1 : node.end_lineno])


def unreadable(source: str) -> str:
    """What Python says against a whole file that it can parse: `line 3: duplicate argument …`; nothing, where it is one."""
    try:
        symtable.symtable(source, "component", "exec")
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg}"
    return ""


@cache
def free(text: str) -> frozenset[str]:
    """The names that the text reads and does not define: those of its file, and Python's own."""
    table = symtable.symtable(text, "component", "exec")
    read = {
        symbol.get_name()
        for scope in _scopes(table)
        for symbol in scope.get_symbols()
        if symbol.is_global() and symbol.is_referenced()
    }
    return frozenset(read - set(defined(text)))


@cache
def bound(text: str) -> frozenset[str]:
    """The names that functions and classes inside the text bind: parameters, variables, members."""
    _, *inner = _scopes(symtable.symtable(text, "component", "exec"))
    return frozenset(
        symbol.get_name()
        for scope in inner
        for symbol in scope.get_symbols()
        if symbol.is_assigned() or symbol.is_parameter() or symbol.is_imported()
    )


@cache
def defined(text: str) -> tuple[str, ...]:
    """The names that the text defines, in order."""
    found: list[str] = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.append(node.name)
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [getattr(node, "target", None)]
        )
        found += [target.id for target in targets if isinstance(target, ast.Name)]
    return tuple(found)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with the names of its file changed; attributes, keywords and strings stay as they are.

    Raises ValueError where one of the names is bound inside the text as well.
    """
    if not names.keys() & (free(text) | set(defined(text))):
        return text
    if both := names.keys() & bound(text):
        raise ValueError(f"{', '.join(sorted(both))} means two things in one text")
    tree, lines = ast.parse(text), text.splitlines()
    for line, column, old in sorted(_occurrences(tree, lines, names), reverse=True):
        encoded = lines[line - 1].encode()  # columns count bytes
        rest = encoded[column:].removeprefix(old.encode())
        lines[line - 1] = (encoded[:column] + names[old].encode() + rest).decode()
    return "\n".join(lines)


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _scopes(child)


def _occurrences(
    tree: ast.Module, lines: list[str], names: Mapping[str, str]
) -> Iterator[tuple[int, int, str]]:
    """Line, column in bytes, and name: wherever one of the names is read, assigned or defined."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            yield node.lineno, node.col_offset, node.id
    for top in tree.body:
        if isinstance(top, ast.ClassDef | ast.FunctionDef) and top.name in names:
            head = _HEAD.match(lines[top.lineno - 1])
            assert head is not None  # a definition of the file begins its line
            yield top.lineno, len(head.group().encode()), top.name
