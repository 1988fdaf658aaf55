"""What a text says as Python, without how it is laid out: its syntax tree and its comments."""

from __future__ import annotations

import ast
import hashlib
import io
import tokenize
from collections.abc import Iterator

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_UNSAID = frozenset({"ctx", "kind", "type_comment", "type_ignores"})  # follow from the rest, or say nothing
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError)


def code_digest(text: str) -> str | None:
    """SHA-256, in hexadecimal, of the syntax tree of a text and of its comments in their order; None where it is no
    Python.

    Whoever lays the text out anew, for lines of another width or with other quotes, leaves the digest as it is; whoever
    changes what it does, or a word of a docstring or of a comment, does not. It is the same in every version of Python.
    """
    try:
        lines = [*_tree(ast.parse(text)), *_comments(text)]
    except _UNREADABLE:
        return None
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _tree(tree: ast.AST) -> Iterator[str]:
    """The tree as lines: types, fields that hold something, values. It may be deeper than Python calls functions."""
    pending: list[object] = [tree]
    while pending:
        match pending.pop():
            case ast.Constant(value):
                yield f"constant {value!a}"
            case ast.AST() as node:
                documented = _without_layout(node) if isinstance(node, _DOCUMENTED) else None
                fields = [(name, value) for name, value in ast.iter_fields(node) if name not in _UNSAID]
                yield type(node).__name__
                pending.append(")")
                for name, value in reversed(fields):
                    if name == "body" and documented is not None:
                        pending += [value[1:], documented, name]
                    elif value is not None and value != []:
                        pending += [value, name]
            case list() as values:
                yield f"{len(values)}"
                pending += reversed(values)
            case value:  # a name, a number of levels, the end of a node
                yield f"{value!a}"


def _without_layout(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> str | None:
    """The docstring, without spaces around its lines, which formatters indent anew."""
    written = ast.get_docstring(node, clean=False)
    if written is None:
        return None
    return "\n".join(line.strip() for line in written.strip().splitlines())


def _comments(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield f"# {token.string.lstrip('#').strip()}"
