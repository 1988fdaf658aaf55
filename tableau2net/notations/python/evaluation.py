"""Expressions of Python as far as they are numbers, arrays, mappings and tableaux; None is what is not known."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from tableau2net.errors import Position
from tableau2net.files import content
from tableau2net.notations.numbers import applied, combined, negative, reshaped, unknown
from tableau2net.notations.python.syntax import last_word
from tableau2net.notations.python.values import Table, Value, at, each_entry, paired, upright
from tableau2net.notations.text import Text
from tableau2net.read.arrays import integer, zero
from tableau2net.read.text import parse_bytes
from tableau2net.read.yaml_tree import Scalar, plain
from tableau2net.read.yaml_tree import Sequence as List

MAX_DEPTH = 64
MAX_ITEMS = 100  # over which a list is made

_WRITTEN = re.compile(r"\s*[-+]?[\d.]+([eE][-+]?\d+)?(\s*/\s*\d+)?\s*")
_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}


class Place(Protocol):
    """Where an expression stands: what names mean there, and who is told of what may be a tableau."""

    def lookup(self, name: str) -> Value:
        """What a name stands for."""
        ...

    def attribute(self, name: str) -> Value:
        """What `self.name` stands for."""
        ...

    def called(self, node: ast.Call, values: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
        """What a call makes of these, where it makes a tableau."""
        ...

    def tabled(self, table: Table, node: ast.expr, key: str) -> None:
        """Told of every mapping, and of the key at which it stands in another one."""
        ...

    def tupled(self, values: List, key: str) -> None:
        """Told of every list that stands in a mapping, and of its key."""
        ...


@dataclass
class Evaluator:
    """What expressions of a source are, each in the place where it stands."""

    source: Text
    place: Place
    depth: int = 0
    keys: list[str] = field(default_factory=lambda: [""])
    bound: list[dict[str, Value]] = field(default_factory=list)  # by comprehensions

    def position(self, node: ast.expr | ast.stmt) -> Position:
        return Position(self.source.file, node.lineno, node.col_offset + 1)

    def value(self, node: ast.expr) -> Value:
        """What an expression is."""
        if self.depth >= MAX_DEPTH:
            return None
        self.depth += 1
        try:
            return self._value(node)
        finally:
            self.depth -= 1

    def number(self, node: ast.expr) -> Scalar:
        """An expression as a number, known or not."""
        found = self.value(node)
        return found if isinstance(found, Scalar) else unknown(self.position(node))

    def _value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.List() | ast.Tuple():
                return self._list(node)
            case ast.Dict():
                return self._table(node)
            case ast.Name(name):
                return (
                    Scalar("pi", self.position(node), None)
                    if name == "pi"
                    else self._at(self._lookup(name), node)
                )
            case ast.Attribute():
                return self._at(self._attribute(node), node)
            case ast.UnaryOp(ast.USub(), operand):
                return each_entry(self.value(operand), negative)
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.value(operand)
            case ast.BinOp():
                return self._combined(node)
            case ast.Call():
                values = [self.value(each) for each in node.args]
                keywords = {each.arg: self.value(each.value) for each in node.keywords if each.arg}
                found = self.place.called(node, values, keywords)
                return self._call(node, values, keywords) if found is None else found
            case ast.Subscript(value, index):
                return at(self.value(value), self.index(index))
            case ast.ListComp(element, [ast.comprehension(target, values, [], 0)]):
                return self._comprehended(element, target, self.value(values), self.position(node))
            case ast.NamedExpr(_, value) | ast.Starred(value):
                return self.value(value)
        return None

    def _comprehended(self, element: ast.expr, target: ast.expr, values: Value, place: Position) -> Value:
        """[torch.tensor(row) for row in B], [x - y for x, y in zip(b, b_hat)]."""
        if not isinstance(values, List) or len(values.items) > MAX_ITEMS:
            return None
        items = []
        for item in values.items:
            names = [target] if isinstance(target, ast.Name) else getattr(target, "elts", [])
            parts = (item,) if isinstance(target, ast.Name) else getattr(item, "items", ())
            if len(names) != len(parts) or not all(isinstance(name, ast.Name) for name in names):
                return None
            self.bound.append({name.id: part for name, part in zip(names, parts, strict=True)})
            value = self.value(element)
            self.bound.pop()
            items.append(value if isinstance(value, Scalar | List) else unknown(place))
        return List(tuple(items), place)

    def _lookup(self, name: str) -> Value:
        return next((each[name] for each in reversed(self.bound) if name in each), self.place.lookup(name))

    def _at(self, value: Value, node: ast.expr) -> Value:
        """A number that a name stands for, at the place of the name."""
        return Scalar(value.text, self.position(node), None) if isinstance(value, Scalar) else value

    def _constant(self, node: ast.Constant) -> Value:
        value = node.value
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if isinstance(value, int) and value.bit_length() > 4000:
            return unknown(self.position(node))
        text = str(value) if isinstance(value, int) else self._segment(node).replace("_", "")
        return Scalar(text, self.position(node), 0 if "_" not in text else None)

    def _segment(self, node: ast.Constant) -> str:
        """The text of a number as it is written; columns count bytes."""
        line = self.source.lines[node.lineno - 1]
        if line.isascii():
            return line[node.col_offset : node.end_col_offset]
        return line.encode()[node.col_offset : node.end_col_offset].decode()

    def _list(self, node: ast.List | ast.Tuple) -> List:
        items: list[Scalar | List] = []
        for each in node.elts:
            value = self.value(each)
            if isinstance(each, ast.Starred) and isinstance(value, List):
                items += [item for item in value.items if isinstance(item, Scalar | List)]
                continue
            items.append(value if isinstance(value, Scalar | List) else unknown(self.position(each)))
        return List(tuple(items), self.position(node))

    def _table(self, node: ast.Dict) -> Value:
        entries: dict[str, Value] = {}
        for key, each in zip(node.keys, node.values, strict=True):
            name = self.value(key) if key is not None else None
            if isinstance(name, Scalar) and integer(name) is not None:
                name = str(integer(name))
            self.keys.append(name if isinstance(name, str) else "")
            value = self.value(each)
            if isinstance(value, List) and isinstance(each, ast.Tuple | ast.List):
                self.place.tupled(value, self.keys[-1])
            self.keys.pop()
            if isinstance(each, ast.Constant) and each.value is None:
                value = List((), self.position(each))
            if isinstance(name, str):
                entries[name] = value
        numbered = [str(i) for i in range(len(entries))]
        if entries and list(entries) == numbered and all(isinstance(each, List) for each in entries.values()):
            rows = [each for each in entries.values() if isinstance(each, List)]
            return List(tuple(rows), self.position(node))
        table = Table(entries, self.position(node))
        self.place.tabled(table, node, self.keys[-1])
        return table

    def _attribute(self, node: ast.Attribute) -> Value:
        if node.attr == "pi":
            return Scalar("pi", self.position(node), None)
        of = self.value(node.value)
        if isinstance(of, Table):
            return of.entries.get(node.attr)
        if node.attr == "T" and isinstance(of, List):
            return upright(of)
        if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
            return self.place.attribute(node.attr)
        return None

    def _combined(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.FloorDiv):
            a, b = (integer(each) if isinstance(each, Scalar) else None for each in (left, right))
            return Scalar(str(a // b), self.position(node), None) if a is not None and b else None
        if (
            isinstance(node.op, ast.Add)
            and isinstance(node.left, ast.List)
            and isinstance(node.right, ast.List)
        ):
            return (
                None
                if not (isinstance(left, List) and isinstance(right, List))
                else List((*left.items, *right.items), left.position)
            )
        operator = _OPERATORS.get(type(node.op))
        if operator is None:
            return None
        if isinstance(left, Scalar) and isinstance(right, Scalar):
            return Scalar(combined(left, operator, right).text, self.position(node), None)
        if isinstance(left, List) and isinstance(right, Scalar) and operator in "*/":
            return each_entry(left, lambda each: combined(each, operator, right))
        if isinstance(left, Scalar) and isinstance(right, List) and operator == "*":
            return each_entry(right, lambda each: combined(each, operator, left))
        if isinstance(left, List) and isinstance(right, List) and operator in "+-":
            return paired(left, right, operator)
        return None

    def _call(self, node: ast.Call, values: list[Value], keywords: Mapping[str, Value]) -> Value:
        name = last_word(node.func)
        if isinstance(node.func, ast.Attribute) and name in called("same"):
            of = self.value(node.func.value)
            if isinstance(of, Scalar | List):
                return of
        if name == "dict":
            table = Table(keywords, self.position(node))
            self.place.tabled(table, node, self.keys[-1])
            return table
        if name == "zip" and len(values) > 1 and all(isinstance(each, List) for each in values):
            columns = [each.items for each in values if isinstance(each, List)]
            items = (List(each, self.position(node)) for each in zip(*columns, strict=False))
            return List(tuple(items), self.position(node))
        if name in ("Matrix", "ImmutableMatrix") and len(values) == 3:
            return _of_shape(values)
        first = values[0] if values else None
        if name in called("array") and isinstance(first, List | Scalar):
            return List(first.items, self.position(node)) if isinstance(first, List) else first
        if name in ("zeros", "zeros_like"):
            return self._zeros(node, values)
        if name in ("eye", "identity"):
            return None
        if (
            name in called("quotient")
            and len(values) == 2
            and all(isinstance(each, Scalar) for each in values)
        ):
            top, bottom = (each for each in values if isinstance(each, Scalar))
            return Scalar(combined(top, "/", bottom).text, self.position(node), None)
        if (name in called("number") or name in called("quotient")) and len(values) >= 1:
            if isinstance(first, str) and len(first) < 1000 and _WRITTEN.fullmatch(first):
                return Scalar(first.strip(), self.position(node), None)
            return first if isinstance(first, Scalar) else None
        if name in called("function") and len(values) == 1 and isinstance(first, Scalar):
            return applied(name, first, self.position(node))
        return None

    def _zeros(self, node: ast.Call, values: list[Value]) -> Value:
        shape = values[0] if values else None
        if isinstance(shape, Scalar):
            sizes = [integer(each) if isinstance(each, Scalar) else None for each in values[:2]]
        elif isinstance(shape, List):
            sizes = [integer(each) for each in shape.items]
        else:
            return None
        place = self.position(node)
        if any(size is None or not 0 <= size <= 100 for size in sizes) or not 1 <= len(sizes) <= 2:
            return None
        row = List(tuple(zero(place) for _ in range(sizes[-1] or 0)), place)
        return row if len(sizes) == 1 else List(tuple(row for _ in range(sizes[0] or 0)), place)

    def index(self, node: ast.expr) -> object:
        """An index: whole numbers, texts and slices of them, several in a tuple; None for any other."""
        if isinstance(node, ast.Tuple):
            parts = tuple(self.index(each) for each in node.elts)
            return None if None in parts else parts
        if isinstance(node, ast.Slice):
            ends = [None if each is None else integer(self.number(each)) for each in (node.lower, node.upper)]
            bounded = [each is not None for each in (node.lower, node.upper)]
            if node.step is not None or any(
                end is None and bounded for end, bounded in zip(ends, bounded, strict=True)
            ):
                return None
            return slice(*ends)
        found = self.value(node)
        return found if isinstance(found, str) else integer(found) if isinstance(found, Scalar) else None


def _of_shape(values: list[Value]) -> Value:
    """sympy's Matrix(rows, columns, entries)."""
    height, width = (integer(each) if isinstance(each, Scalar) else None for each in values[:2])
    flat = values[2]
    return reshaped(flat, height, width) if isinstance(flat, List) else None


@cache
def called(kind: str) -> frozenset[str]:
    """What is called that makes this of its arguments: the words of calls.yaml."""
    path = Path(__file__).parent / "calls.yaml"
    words = plain(parse_bytes(content(path), path.name))
    assert isinstance(words, dict)
    return frozenset(map(str, words[kind] or ()))
