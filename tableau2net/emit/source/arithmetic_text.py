"""Arithmetic as Python text, and as the formula in a docstring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tableau2net.emit.arithmetic import (
    Accumulate,
    Binary,
    Code,
    Learned,
    Literal,
    Minus,
    Value,
    combination,
)
from tableau2net.emit.source.text import WIDTH
from tableau2net.exact import ONE, Expression
from tableau2net.graph import Combine

_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}
_MINUS, _ATOM = 3, 5
_READABLE = 10**7  # numerators and denominators beyond this are no longer easier to read than the float


def fraction_text(exact: Expression) -> str | None:
    """`1 / 6`, `-2` or, for an unwieldy fraction, its float; None for an irrational number."""
    value = exact.rational
    if value is None:
        return None
    if abs(value.numerator) > _READABLE or value.denominator > _READABLE:
        return repr(float(value))
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator} / {value.denominator}"


@dataclass(frozen=True)
class Writer:
    """Writes arithmetic with the variables' names; `constant` names an irrational number, `given` are the variables of
    learned scalars that are no attributes."""

    names: Mapping[str, str]
    constant: Callable[[Expression], str]
    given: Mapping[str, str] = field(default_factory=dict)

    def combine(self, combine: Combine) -> str:
        return self.text(combination(combine))

    def broken(self, head: str, combine: Combine, depth: int) -> list[str]:
        """`head` and the combination over several lines, as the usual formatter breaks it."""
        code, margin = combination(combine), "    " * depth
        if isinstance(code, Accumulate) and isinstance(code.start, Value) and len(code.terms) == 2:
            first, last = self._additions(code)  # one call on another is no chain yet
            method, _, inside = last.partition("(")
            opened = f"{margin}{head}{self.text(code.start)}{first}{method}("
            return [opened, f"{margin}    {inside.removesuffix(')')}", f"{margin})"]
        flat = self.text(code)
        if len(f"{margin}    {flat}") <= WIDTH:
            return [f"{margin}{head}(", f"{margin}    {flat}", f"{margin})"]
        pieces = (
            self._additions_broken(code) if isinstance(code, Accumulate) else self._laid(code, 0, depth + 1)
        )
        return [f"{margin}{head}(", *(f"{margin}    {piece}" for piece in pieces), f"{margin})"]

    def _additions_broken(self, code: Accumulate) -> list[str]:
        first, *rest = self._additions(code)
        start = self._wrapped(code.start, _ATOM)
        return [start + first, *rest] if isinstance(code.start, Value) else [start, first, *rest]

    def _laid(self, code: Code, level: int, depth: int, before: str = "") -> list[str]:
        """The arithmetic at a depth, after what stands `before` it: on one line, else broken at its operators."""
        text = f"{before}{self._wrapped(code, level)}"
        operators = next(
            (each for each in ("+-", "*/") if isinstance(code, Binary) and code.operator in each), ""
        )
        if len(f"{'    ' * depth}{text}") <= WIDTH or not operators:
            return [text]
        if _level(code) < level:
            return [f"{before}(", *(f"    {line}" for line in self._laid(code, 0, depth + 1)), ")"]
        later: list[str] = []
        while isinstance(code, Binary) and code.operator in operators:
            inner = _PRECEDENCE[code.operator] + 1
            later = self._laid(code.right, inner, depth, f"{code.operator} ") + later
            code = code.left
        return self._laid(code, _PRECEDENCE[operators[0]], depth, before) + later

    def text(self, code: Code) -> str:
        match code:
            case Value(node):
                return self.names[node]
            case Learned(name):
                return self.given.get(name) or f"self.{name}"
            case Literal(exact):
                return fraction_text(exact) or self.constant(exact)
            case Minus(operand):
                return f"-{self._wrapped(operand, _MINUS)}"
            case Binary("**", left, right):
                return f"{self._wrapped(left, _ATOM)}**{self._wrapped(right, _ATOM)}"
            case Binary(operator, left, right):
                level = _PRECEDENCE[operator]
                return f"{self._wrapped(left, level)} {operator} {self._wrapped(right, level + 1)}"
            case Accumulate(start):
                return self._wrapped(start, _ATOM) + "".join(self._additions(code))
        raise TypeError(f"{code} is no arithmetic")

    def _additions(self, code: Accumulate) -> list[str]:
        texts = []
        for i, (factor, value) in enumerate(code.terms):
            method = "add" if i < code.in_place_from else "add_"
            alpha = "" if factor.exact == ONE else f", alpha={self.text(factor)}"
            texts.append(f".{method}({self.text(value)}{alpha})")
        return texts

    def _wrapped(self, code: Code, level: int) -> str:
        text = self.text(code)
        return text if _level(code) >= level else f"({text})"


def _level(code: Code) -> int:
    match code:
        case Binary(operator):
            return _PRECEDENCE[operator]
        case Minus():
            return _MINUS
        case Literal(exact):
            value = exact.rational
            if value is None:
                return _ATOM
            return 2 if value.denominator != 1 else _MINUS if value < 0 else _ATOM
    return _ATOM


def formula(combine: Combine, names: Mapping[str, str]) -> str:
    """The combination as a formula: `u + 1/6 k1 - (1 - k) u_prev`."""
    text = ""
    for coefficient, node in combine.terms:
        value = coefficient.rational
        negative = value is not None and value < 0
        size = -coefficient if negative else coefficient
        printed = str(size)
        factor = "" if size == ONE else f"({printed}) " if " " in printed else f"{printed} "
        term = f"{factor}{names[node]}"
        if text:
            text += f" - {term}" if negative else f" + {term}"
        else:
            text = f"-{term}" if negative else term
    return text
