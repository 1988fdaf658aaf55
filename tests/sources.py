"""The tests as source text: their functions, and what each relies on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Sources:
    """Modules of tests and of their helpers: the text of each by its name."""

    texts: dict[str, str]

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        return {name: ast.parse(text) for name, text in self.texts.items()}

    @cached_property
    def functions(self) -> dict[tuple[str, str], ast.FunctionDef]:
        """The functions at the top of each module, by its name and their own."""
        return {
            (module, node.name): node
            for module, tree in self.trees.items()
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
        }

    @cached_property
    def origins(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Where a name of a module was imported from, where that is one of the modules."""
        return {
            (module, alias.asname or alias.name): (node.module, alias.name)
            for module, tree in self.trees.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in self.texts
            for alias in node.names
        }

    def tests(self) -> Iterator[tuple[str, str]]:
        return (key for key in self.functions if key[0].startswith("test_") and key[1].startswith("test_"))

    def relies_on(self, key: tuple[str, str]) -> set[tuple[str, str]]:
        """The function itself, the helpers that it calls or hands on, the fixtures that it takes, and theirs."""
        found, new = set[tuple[str, str]](), {key}
        while new:
            found |= new
            new = {other for each in new for other in self._named(each)} - found
        return found

    def _named(self, key: tuple[str, str]) -> Iterator[tuple[str, str]]:
        module, _ = key
        for name in self._names[key]:
            for place in ((module, name), self.origins.get((module, name)), ("conftest", name)):
                if place in self.functions:
                    yield place

    def words(self, key: tuple[str, str]) -> set[str]:
        """All names and attributes in the function and in what it relies on."""
        return {word for each in self.relies_on(key) for word in self._names[each]}

    def text(self, key: tuple[str, str]) -> str:
        """The function and all that it relies on, as code: without comments and without what stands in strings."""
        return "\n".join(self._codes[each] for each in self.relies_on(key))

    @cached_property
    def _codes(self) -> dict[tuple[str, str], str]:
        return {
            (module, node.name): ast.unparse(node)
            for module, text in self.texts.items()
            for node in _Wordless().visit(ast.parse(text)).body
            if isinstance(node, ast.FunctionDef)
        }

    @cached_property
    def _names(self) -> dict[tuple[str, str], set[str]]:
        return {key: names(node) for key, node in self.functions.items()}

    def marks(self, key: tuple[str, str]) -> set[str]:
        """The markers of a test, those of its module among them."""
        module, _ = key
        written = [ast.unparse(each) for each in self.functions[key].decorator_list]
        for node in self.trees[module].body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
                written.append(ast.unparse(node.value))
        return {text.removeprefix("pytest.mark.").partition("(")[0] for text in written}

    def asserts(self, key: tuple[str, str], above: frozenset[tuple[str, str]] = frozenset()) -> bool:
        """Whether something is asserted whichever way the function runs: in itself, or by a helper that it calls.

        `above` are the functions from which it is called; what calls itself asserts nothing by that.
        """
        states = _Statements(self, key[0], above | {key}).assert_something
        return any(states(statement) for statement in self.functions[key].body)


@dataclass(frozen=True)
class _Statements:
    """The statements of a function of a module, which is called from those above."""

    sources: Sources
    module: str
    above: frozenset[tuple[str, str]]

    def assert_something(self, statement: ast.stmt) -> bool:
        """A loop counts as its body, a condition only where both of its ways assert."""
        states = self.assert_something
        match statement:
            case ast.Assert():
                return True
            case ast.If():
                return any(map(states, statement.body)) and any(map(states, statement.orelse))
            case ast.For() | ast.While() | ast.Try():
                return any(map(states, statement.body))
            case ast.With():
                raising = any(_asserting(item.context_expr) for item in statement.items)
                return raising or any(map(states, statement.body))
            case ast.FunctionDef() | ast.ClassDef():
                return False
        return any(self._called(node) for node in ast.walk(statement) if isinstance(node, ast.Call))

    def _called(self, call: ast.Call) -> bool:
        if _asserting(call):
            return True
        sources = self.sources
        for name in map(ast.unparse, (call.func, *call.args)):  # what is handed on is called in the end
            for place in ((self.module, name), sources.origins.get((self.module, name))):
                if (
                    place in sources.functions
                    and place not in self.above
                    and sources.asserts(place, self.above)
                ):
                    return True
        return False


class _Wordless(ast.NodeTransformer):
    """Takes the text out of strings."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node


def names(node: ast.AST) -> set[str]:
    """The names, attributes and parameters that stand in a piece of source."""
    found = set[str]()
    for each in ast.walk(node):
        match each:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                found.add(name)
    return found


def _asserting(node: ast.expr) -> bool:
    """Calls that fail by themselves: `pytest.raises(…)`, `torch.testing.assert_close(…)`."""
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func)
    checked = any(each.arg == "check" and ast.unparse(each.value) == "True" for each in node.keywords)
    return name in ("pytest.raises", "pytest.fail", "pytest.warns") or checked or "assert_" in name
