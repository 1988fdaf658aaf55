"""Mutants of the functions of a file, by mutmut, and the way to put one in the place of its function."""

from __future__ import annotations

import ast
import difflib
import inspect
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import libcst
from mutmut.mutation.file_mutation import create_mutations, deep_replace


@dataclass(frozen=True)
class Mutant:
    """One change of one function: the n-th that mutmut makes in the file."""

    room: str
    path: Path
    module: str
    function: str
    number: int

    @property
    def name(self) -> str:
        return f"{self.module}:{self.function}:{self.number}"

    @cached_property
    def text(self) -> str:
        """The whole file with the change."""
        tree, changes, _, _ = create_mutations(str(self.path), self.original)
        change = changes[self.number]
        changed = deep_replace(tree, change.original_node, change.mutated_node)
        assert isinstance(changed, libcst.Module)
        text: str = changed.code
        return text

    @property
    def original(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def difference(self) -> str:
        before, after = (text.splitlines() for text in (self.original, self.text))
        found = list(difflib.unified_diff(before, after, lineterm="", n=1))
        return "\n".join(found[2:])

    def swap(self) -> None:
        """Give the function that is loaded the code and the defaults of its mutant, wherever it is referred to."""
        live = _function(import_module(self.module), self.function)
        name = live.__code__.co_qualname
        code = next(
            each for each in _codes(compile(self.text, str(self.path), "exec")) if each.co_qualname == name
        )
        live.__code__ = code
        if (defaults := _defaults(self.text, name)) is not None:
            live.__defaults__, live.__kwdefaults__ = defaults


def mutants(root: Path, room: str) -> Iterator[Mutant]:
    """Every mutant of the files of a room."""
    for path in sorted((root / "tableau2net" / room).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        module = ".".join(parts).removesuffix(".__init__")
        tree, changes, _, _ = create_mutations(str(path), path.read_text(encoding="utf-8"))
        for number, change in enumerate(changes):
            outer = change.contained_by_top_level_function
            if isinstance(outer, libcst.FunctionDef) and (function := _qualified(tree, outer)):
                yield Mutant(room, path, module, function, number)


def named(root: Path, name: str) -> Mutant:
    """The mutant of a name."""
    module, function, number = name.split(":")
    _, room, *_ = module.split(".")
    path = root.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return Mutant(room, path, module, function, int(number))


def _qualified(tree: libcst.Module, function: libcst.FunctionDef) -> str:
    """The qualified name of a function, which stands at the top of a file or in a class."""

    def search(body: Iterable[Any], prefix: str) -> Iterator[str]:
        for node in body:
            if node is function:
                yield f"{prefix}{function.name.value}"
            elif isinstance(node, libcst.ClassDef):
                yield from search(node.body.body, f"{prefix}{node.name.value}.")

    return next(search(tree.body, ""), "")


def _function(module: Any, qualified: str) -> types.FunctionType:
    """The function itself, of a method as it stands in its class."""
    owner = module
    *classes, last = qualified.split(".")
    for name in classes:
        owner = getattr(owner, name)
    found = inspect.unwrap(inspect.getattr_static(owner, last))
    found = getattr(found, "__func__", found)
    assert isinstance(found, types.FunctionType), qualified
    return found


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    """The codes of all functions in a code."""
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield each
            yield from _codes(each)


def _defaults(text: str, qualified: str) -> tuple[tuple[Any, ...] | None, dict[str, Any]] | None:
    """The default values of a function's parameters, where all of them are written as constants."""
    node: Any = ast.parse(text)
    for part in qualified.split("."):
        node = next(each for each in node.body if getattr(each, "name", "") == part)
    keywords = {a.arg: d for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d}
    if not all(isinstance(each, ast.Constant) for each in (*node.args.defaults, *keywords.values())):
        return None
    positional = tuple(each.value for each in node.args.defaults)
    return positional or None, {name: each.value for name, each in keywords.items()}
