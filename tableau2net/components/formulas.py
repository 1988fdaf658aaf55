"""Formulas with integer values, read from Python's text and never run.

They are made of integers, names, + - * // %, gcd(…), max(…), comparisons, and, or, not.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from math import gcd
from types import MappingProxyType

_SIGNS: Mapping[type[ast.operator], Callable[[int, int], int]] = MappingProxyType(
    {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.FloorDiv: operator.floordiv,
        ast.Mod: operator.mod,
    }
)
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[int, int], bool]] = MappingProxyType(
    {
        ast.Eq: operator.eq,
        ast.NotEq: operator.ne,
        ast.Lt: operator.lt,
        ast.LtE: operator.le,
        ast.Gt: operator.gt,
        ast.GtE: operator.ge,
    }
)
_CALLS: Mapping[str, Callable[[int, int], int]] = MappingProxyType(
    {"gcd": gcd, "max": max}
)


def formula(text: str) -> ast.expr:
    """The formula in a text. Raises SyntaxError."""
    return ast.parse(text, mode="eval").body


def value(node: ast.expr, known: Mapping[str, object]) -> int:
    """The value of a formula. Raises TypeError where it is none in the known integers, and ZeroDivisionError."""
    match node:
        case ast.Constant(int(number)):
            return number
        case ast.Name(name) if isinstance(given := known.get(name), int):
            return given
        case ast.BinOp(left, sign, right) if type(sign) in _SIGNS:
            return _SIGNS[type(sign)](value(left, known), value(right, known))
        case ast.Compare(left, [sign], [right]) if type(sign) in _COMPARISONS:
            return _COMPARISONS[type(sign)](value(left, known), value(right, known))
        case ast.BoolOp(ast.And(), parts):
            return all(value(part, known) for part in parts)
        case ast.BoolOp(ast.Or(), parts):
            return any(value(part, known) for part in parts)
        case ast.UnaryOp(ast.Not(), part):
            return not value(part, known)
        case ast.Call(ast.Name(name), [left, right], []) if name in _CALLS:
            return _CALLS[name](value(left, known), value(right, known))
    raise TypeError(f"{ast.unparse(node)} is no integer formula")


def names(node: ast.expr) -> tuple[str, ...]:
    """The names that a formula reads, in the order in which they stand."""
    found = [each for each in _walk(node) if isinstance(each, ast.Name)]
    return tuple(dict.fromkeys(each.id for each in found if each.id not in _CALLS))


def unreadable(node: ast.expr, known: Collection[str]) -> str:
    """What of it is no formula in the known integers; nothing, where it is one."""
    try:
        value(node, dict.fromkeys(known, 1))
    except TypeError as error:
        return str(error)
    except ZeroDivisionError:  # for these values; it is a formula
        pass
    missing = [name for name in names(node) if name not in known]
    return f"{missing[0]} is no integer formula" if missing else ""


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it, in the order of the text."""
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _walk(child)
