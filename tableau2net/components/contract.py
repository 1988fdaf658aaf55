"""What the file of a component must hold: it ends with a class or a function.

Its keyword-only parameters are the options that a document may set.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tableau2net.plugins import Source

OPERATOR = "operator"  # the parameter by which a field is given its spatial convolution
OPERATORS = (
    "tableau2net.components.operators"  # where what that parameter is by default stands
)
# Functions that a linear operator's file has beside it, by the parameter by which a field is given them.
PARTNERS: Mapping[str, str] = MappingProxyType(
    {"transpose": "transposed", "skew": "skewed"}
)
OPERATOR_OPTIONS = (
    "groups",
)  # what options a field may ask its operator for beside a stride
GIVEN = (OPERATOR, *PARTNERS)  # what a field is given beside its options
CONSTRAINTS = "CONSTRAINTS"  # what a file says of the widths that it can be built with; it is not emitted
OPTIONS = "OPTIONS"  # what it says of its options; it is not emitted either
SET_BY_COMPILER = frozenset({"stride", "eps", "momentum"})
TYPES = {"int": int, "float": float, "bool": bool, "str": str}

Definition = ast.ClassDef | ast.FunctionDef


@dataclass(frozen=True, slots=True)
class Ending:
    """The last definition of the file, with its docstring: a class, or a function where `function` allows one.

    It is called with one of the lists of `parameters`, as they are written, or whatever its place gives it where that is
    None, and has at least these `options`. The file
    imports nothing but torch and the standard library, for its text is emitted.
    """

    parameters: tuple[str, ...] | None
    options: tuple[str, ...] = ()
    function: bool = False

    def faults(self, source: Source) -> Iterator[str]:
        yield from _foreign(source)
        main = ending(source)
        if main is None or (isinstance(main, ast.FunctionDef) and not self.function):
            yield f"has no class{' or function' if self.function else ''} at its end"
            return
        if not ast.get_docstring(main):
            yield f"has no docstring in {main.name}"
        called = constructor(main)
        if called is None:
            yield f"has no __init__ in {main.name}"
            return
        taken = ", ".join(map(ast.unparse, positional(main, called)))
        known = (taken,) if self.parameters is None else self.parameters
        if taken not in known or called.args.vararg or called.args.kwarg:
            yield f"has {main.name}({ast.unparse(called.args)}) and not ({' or '.join(known)}, *, …)"
        named = [argument.arg for argument in called.args.kwonlyargs]
        for missing in sorted(set(self.options) - set(named)):
            yield f"has no option {missing} in {main.name}"
        options = zip(called.args.kwonlyargs, called.args.kw_defaults, strict=True)
        for argument, default in options:
            if argument.arg not in GIVEN and not _settable(
                argument.annotation, default
            ):
                yield f"has an option {argument.arg} in {main.name} that is not {' or '.join(TYPES)} with a default"


def definitions(source: Source) -> list[ast.stmt]:
    """The statements of a component's file that its text consists of: all but imports, docstrings, constraints, words."""
    left = ast.Import | ast.ImportFrom | ast.Expr
    return [
        node
        for node in source.tree.body
        if not isinstance(node, left) and not _is_description(node)
    ]


def is_partner(node: ast.stmt) -> bool:
    """Whether it is one of the functions that go with a linear operator."""
    return isinstance(node, ast.FunctionDef) and node.name in PARTNERS.values()


def _is_description(node: ast.stmt) -> bool:
    """Whether it says something of the component, and is no part of it."""
    names = CONSTRAINTS, OPTIONS
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in names


def ending(source: Source) -> Definition | None:
    """The class or function that a component's file ends with, but for the partners of an operator."""
    defined = [node for node in definitions(source) if not is_partner(node)]
    return defined[-1] if defined and isinstance(defined[-1], Definition) else None


def constructor(main: Definition) -> ast.FunctionDef | None:
    """What is called: the function, or the class's `__init__`."""
    if isinstance(main, ast.FunctionDef):
        return main
    methods = [item for item in main.body if isinstance(item, ast.FunctionDef)]
    return next((method for method in methods if method.name == "__init__"), None)


def positional(main: Definition, called: ast.FunctionDef) -> list[ast.arg]:
    """The parameters that are given by position, without `self`."""
    return called.args.args[isinstance(main, ast.ClassDef) :]


def is_integer(annotation: ast.expr | None) -> bool:
    """Whether a parameter is int, or a Literal of integers."""
    if isinstance(annotation, ast.Subscript):
        choices = (
            ast.literal_eval(annotation.slice)
            if ast.unparse(annotation.value) == "Literal"
            else ()
        )
        return bool(choices) and all(type(each) is int for each in choices)
    return annotation is not None and ast.unparse(annotation) == "int"


def _settable(annotation: ast.expr | None, default: ast.expr | None) -> bool:
    """Whether an option has a type that a document can write, or is one of several such values, and a default."""
    try:
        value = ast.literal_eval(default) if default is not None else None
        if (
            isinstance(annotation, ast.Subscript)
            and ast.unparse(annotation.value) == "Literal"
        ):
            choices = ast.literal_eval(annotation.slice)
            return isinstance(choices, tuple) and value in choices
    except ValueError:
        return False
    return annotation is not None and type(value) is TYPES.get(ast.unparse(annotation))


def _foreign(source: Source) -> Iterator[str]:
    """Imports of what an emitted file does not import."""
    for node in source.tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
        for name in names:
            ours = name.startswith(f"{OPERATORS}.")
            if not ours and name.partition(".")[0] not in {
                "torch",
                *sys.stdlib_module_names,
            }:
                yield f"imports {name}, which is neither torch nor of the standard library"
