"""Arithmetic as Python text, and as the formula in a docstring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

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
from tableau2net.emit.source.text import width
from tableau2net.exact import ONE, Expression, number
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
        own = self._opened(f"{margin}{head}", code, depth)
        if own:
            return own
        flat = self.text(code)
        if len(f"{margin}    {flat}") <= width():
            return [f"{margin}{head}(", f"{margin}    {flat}", f"{margin})"]
        pieces = (
            self._additions_broken(code) if isinstance(code, Accumulate) else self._laid(code, 0, depth + 1)
        )
        return [f"{margin}{head}(", *(f"{margin}    {piece}" for piece in pieces), f"{margin})"]

    def _opened(self, head: str, code: Code, depth: int) -> list[str]:
        """The arithmetic broken within its own parentheses, of which it needs no others; no lines where that cannot be.

        As the usual formatter has it: where a pair stands at one end and there is but one of the loosest operators,
        each pair stays on the line if all up to the next one does.
        """
        pieces = self._pieces(code, 0)
        operators = [_PRECEDENCE[each.strip()] for each in pieces if isinstance(each, str) and each[0] == " "]
        at_an_end = not isinstance(pieces[0], str) or not isinstance(pieces[-1], str)
        if not at_an_end or operators.count(min(operators, default=0)) != 1:
            return []
        written, line, margin = [], head, "    " * depth
        for place, piece in enumerate(pieces):
            if isinstance(piece, str):
                line += piece
                continue
            after = ""
            for later in pieces[place + 1 :]:
                after += later if isinstance(later, str) else "("
                if not isinstance(later, str):
                    break
            if len(f"{line}({self.text(piece)}){after}") <= width():
                line += f"({self.text(piece)})"
            else:
                inside = (f"{margin}    {each}" for each in self._laid(piece, 0, depth + 1))
                written += [f"{line}(", *inside]
                line = f"{margin})"
            if len(f"{line}{after}") > width():
                return []
        return [*written, line]

    def _pieces(self, code: Code, level: int) -> list[str | Code]:
        """The arithmetic in order: words, operators with a space before them, and what stands in parentheses."""
        if _level(code) < level:
            return [code]
        match code:
            case Binary(operator, left, right) if _spaced(code):
                first, second = _levels(operator)
                return [*self._pieces(left, first), f" {operator} ", *self._pieces(right, second)]
            case Minus(operand):
                return ["-", *self._pieces(operand, _MINUS)]
        return [self.text(code)]

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
        if len(f"{'    ' * depth}{text}") <= width() or not operators:
            return [text]
        if _level(code) < level:
            return [f"{before}(", *(f"    {line}" for line in self._laid(code, 0, depth + 1)), ")"]
        later: list[str] = []
        while isinstance(code := _quotient(code), Binary) and code.operator in operators:
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
            case Binary(operator, left, right):
                first, second = _levels(operator)
                sign = f" {operator} " if _spaced(code) else operator
                return f"{self._wrapped(left, first)}{sign}{self._wrapped(right, second)}"
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


def _quotient(code: Code) -> Code:
    """A literal that is written as a fraction, as the division that it is."""
    if not isinstance(code, Literal) or " / " not in (fraction_text(code.exact) or ""):
        return code
    value = Fraction(code.exact.rational or 0)
    return Binary("/", Literal(number(value.numerator)), Literal(number(value.denominator)))


def _levels(operator: str) -> tuple[int, int]:
    """The level that what stands to the left and to the right of an operator needs to stand without parentheses."""
    level = _PRECEDENCE[operator]
    return (_ATOM, _ATOM) if operator == "**" else (level, level + 1)


def _spaced(code: Binary) -> bool:
    """Whether spaces stand around its operator: not around a power of a name or of a number."""
    return code.operator != "**" or min(_level(code.left), _level(code.right)) < _ATOM


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
        negative = _negative(coefficient)
        size = -coefficient if negative else coefficient
        printed = str(size)
        factor = "" if size == ONE else f"({printed}) " if " " in printed else f"{printed} "
        term = f"{factor}{names[node]}"
        if text:
            text += f" - {term}" if negative else f" + {term}"
        else:
            text = f"-{term}" if negative else term
    return text


def _negative(coefficient: Expression) -> bool:
    """Whether the sign of a coefficient is written before it: of one term, or of terms that are all negative."""
    printed = str(coefficient)
    return printed.startswith("-") and (" " not in printed or "-" not in str(-coefficient))
