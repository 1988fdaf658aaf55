"""Python: tableaux in assignments, mappings, classes and calls, read from the syntax tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tableau2net.errors import InputError, Position
from tableau2net.notations.found import Outcome
from tableau2net.notations.python.module import Reading
from tableau2net.notations.text import Text

SUFFIXES = (".py", ".pyi", ".pyx")
_SIGNS = re.compile(r"^\s*(import |from \w+(\.\w+)* import |def \w+\(|class \w+[(:]|@\w+)", re.MULTILINE)
_BRACKETS = re.compile(r"^\s*[A-Za-z_][\w.]*\s*=\s*(\(|\[\s*\[|\w+(\.\w+)*\()", re.MULTILINE)


def recognises(text: str) -> bool:
    """By statements of Python's that no other language here has; or where it is Python, and binds lists of lists."""
    if _SIGNS.search(text):
        return True
    return _BRACKETS.search(text) is not None and ";" not in text and _tree(text) is not None


def read(source: Text) -> Iterator[Outcome]:
    """All tableaux, in the order in which they stand. Raises InputError for what is not Python."""
    tree = _tree(source.text)
    if tree is None:
        raise _not_python(source)
    yield from Reading(source).outcomes(tree)


def _tree(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _not_python(source: Text) -> InputError:
    try:
        ast.parse(source.text)
    except SyntaxError as error:
        place = Position(source.file, error.lineno or 0, error.offset or 0)
        return InputError(
            "this is not Python", place, error.msg, "Python, or --as with another reader's name"
        )
    except (ValueError, RecursionError, MemoryError):
        pass
    return InputError("this is nested too deeply", Position(source.file), "", "Python with ordinary nesting")
