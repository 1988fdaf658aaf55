"""The value of an expression as documents and answers have it: + − · / **, sqrt, sin, cos, pi, root(i, a_0, …), and
names with given values. For reading what is said, and for schemes with parameters; in fractions as far as they go."""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from mpmath import mp, mpf

_OPERATORS: dict[type[ast.AST], Any] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def value(text: str, names: Mapping[str, Any] | None = None) -> Any:
    """A Fraction where no root or angle takes part, else an mpf of the working precision. Raises ZeroDivisionError."""
    return _value(ast.parse(text.strip(), mode="eval").body, names or {})


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=int() as number):
            return Fraction(number)
        case ast.Constant(value=float()):
            return Fraction(ast.unparse(node))
        case ast.Name(id="pi"):
            return +mp.pi
        case ast.Name(id=name):
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, names)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand, names)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_value(left, names), _value(right, names))
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _matched(_value(left, names), _value(right, names))
            return _OPERATORS[type(op)](a, b)
        case ast.Call(func=ast.Name(id=function), args=arguments):
            return _call(function, [_value(each, names) for each in arguments])
    raise ValueError(f"no formula: {ast.unparse(node)}")


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        return base ** int(exponent)
    return mp.power(decimal(base), decimal(exponent))


def _call(function: str, arguments: list[Any]) -> Any:
    if function == "root":
        index, *coefficients = arguments
        found = mp.polyroots([decimal(a) for a in reversed(coefficients)], maxsteps=1000, extraprec=400)
        near = mpf(10) ** (-mp.dps // 2)
        return sorted(mp.re(w) for w in found if abs(mp.im(w)) < near)[int(index) - 1]
    return {"sqrt": mp.sqrt, "sin": mp.sin, "cos": mp.cos}[function](decimal(arguments[0]))


def _matched(a: Any, b: Any) -> tuple[Any, Any]:
    if (
        isinstance(a, mpf) != isinstance(b, mpf)
        and isinstance(a, mpf | Fraction)
        and isinstance(b, mpf | Fraction)
    ):
        return decimal(a), decimal(b)
    return a, b


def decimal(x: Any) -> Any:
    return mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else mpf(x)
