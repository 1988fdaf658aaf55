"""What the file of a plug-in must hold, as data, and its check: the file is read, never imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from tableau2net import files
from tableau2net.errors import TableauError

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class ContractError(TableauError):
    """A plug-in that is not what its kind asks for: which file, and all that is wrong with it."""


@dataclass(frozen=True)
class Source:
    """A plug-in's file: its public name, which is the file's with `-` for `_`, and its statements."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem.replace("_", "-")

    @cached_property
    def text(self) -> str:
        return files.text(self.path)

    @cached_property
    def tree(self) -> ast.Module:
        """The file as Python reads it. Raises ContractError."""
        try:
            return ast.parse(self.text)
        except SyntaxError as error:
            raise ContractError(f"{self.path}:{error.lineno}: this is not Python: {error.msg}") from None

    @property
    def summary(self) -> str:
        """The first line of the docstring, or nothing."""
        return (ast.get_docstring(self.tree) or "").partition("\n")[0]

    def assigned(self, name: str) -> ast.expr | None:
        """What a name is assigned at the top of the file."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and any(_is(target, name) for target in node.targets):
                return node.value
        return None

    def function(self, name: str) -> ast.FunctionDef | None:
        return _function(self.tree.body, name)


class Requirement(Protocol):
    """One thing that every file of a kind must hold."""

    def faults(self, source: Source) -> Iterator[str]:
        """What is wrong with this file, as ends of the sentence `it …`."""
        ...


@dataclass(frozen=True, slots=True)
class Function:
    """A function, with these parameters as they are written, or any where they are None.

    It returns one of the types in `returns`, or both where that is a union.
    """

    name: str
    parameters: str | None
    returns: str

    def __str__(self) -> str:
        return f"{self.name}({'…' if self.parameters is None else self.parameters}) -> {self.returns}"

    def faults(self, source: Source) -> Iterator[str]:
        found = source.function(self.name)
        yield from self.differences(found)
        if found is not None and not ast.get_docstring(found):
            yield f"has no docstring in {self.name}"

    def differences(self, found: ast.FunctionDef | None) -> Iterator[str]:
        """How a definition differs from what is asked for."""
        if found is None:
            yield f"has no function {self}"
            return
        parameters = ast.unparse(found.args)
        if self.parameters not in (None, parameters):
            yield f"has {self.name}({parameters}) and not {self}"
        returned = ast.unparse(found.returns) if found.returns else "what it does not say"
        if not set(returned.split(" | ")) <= set(self.returns.split(" | ")):
            yield f"returns {returned} from {self.name} and not {self.returns}"


@dataclass(frozen=True, slots=True)
class Constant:
    """A text that is assigned to a name; it matches the regular expression, in which `{name}` is the public name."""

    name: str
    pattern: str

    def faults(self, source: Source) -> Iterator[str]:
        value = source.assigned(self.name)
        if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
            yield f"has no text {self.name}"
        elif not re.fullmatch(self.pattern.replace("{name}", re.escape(source.name)), value.value):
            yield f"has {value.value!r} as {self.name}, which does not match {self.pattern}"


@dataclass(frozen=True, slots=True)
class Tuple:
    """A tuple, written as one, that is assigned to a name."""

    name: str

    def faults(self, source: Source) -> Iterator[str]:
        if not isinstance(source.assigned(self.name), ast.Tuple):
            yield f"has no tuple {self.name}"


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the file, to which `alias` is assigned: its field `tag` is a Literal of the public name."""

    alias: str
    tag: str
    methods: tuple[Function, ...]

    def faults(self, source: Source) -> Iterator[str]:
        value = source.assigned(self.alias)
        named = value.id if isinstance(value, ast.Name) else None
        found = next((n for n in source.tree.body if isinstance(n, ast.ClassDef) and n.name == named), None)
        if found is None:
            yield f"has no class of its own as {self.alias}"
            return
        if not ast.get_docstring(found):
            yield f"has no docstring in {found.name}"
        if source.name not in _literals(found, self.tag):
            yield f"has no field {self.tag}: Literal[{source.name!r}] in {found.name}"
        for method in self.methods:
            for difference in method.differences(_function(found.body, method.name)):
                yield f"{difference} in {found.name}"


def check(source: Source, kind: str, contract: Iterable[Requirement]) -> None:
    """Hold a file to the contract of its kind. Raises ContractError, with all that is wrong."""
    faults = []
    if not _NAME.fullmatch(source.path.stem):
        faults.append("is not named in small letters and digits, with _ between words")
    if not source.summary:
        faults.append("has no docstring")
    for requirement in contract:
        faults += requirement.faults(source)
    if faults:
        raise ContractError(f"{source.path}: this is not a valid {kind}: it {'; it '.join(faults)}")


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _function(body: Iterable[ast.stmt], name: str) -> ast.FunctionDef | None:
    return next((node for node in body if isinstance(node, ast.FunctionDef) and node.name == name), None)


def _literals(model: ast.ClassDef, field: str) -> set[str]:
    """The texts that a field's annotation allows."""
    annotations = [
        node.annotation for node in model.body if isinstance(node, ast.AnnAssign) and _is(node.target, field)
    ]
    literals = [
        node.slice
        for annotation in annotations
        for node in ast.walk(annotation)
        if isinstance(node, ast.Subscript) and _is(node.value, "Literal")
    ]
    return {
        node.value
        for literal in literals
        for node in ast.walk(literal)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
