"""Parse an exact expression. The grammar is closed, and what it parses is never evaluated as code.

sum      = product (("+" | "-") product)*
product  = unary (("*" | "/") unary)*
unary    = "-" unary | "+" unary | power
power    = atom ("**" unary)?            the exponent is a rational number, see `powers.py`
atom     = number | name | "pi" | "(" sum ")" | function "(" sum ("," sum)* ")"
number   = 12, 0.1, 1e-3                 a decimal is exactly what is printed
function = sqrt | sin | cos | root

What is spelled otherwise, as 2^(1/3), ½ or √3, is read as what it says in this grammar: `spellings.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from tableau2net.exact import spellings
from tableau2net.exact.decision import decided, is_zero, sign
from tableau2net.exact.enclosure import enclosure
from tableau2net.exact.expression import Constant, Expression, Function, Name, Number
from tableau2net.exact.powers import MAX_EXPONENT, MAX_ROOT, PowerError, power
from tableau2net.exact.real_roots import real_roots, whole
from tableau2net.exact.rounded import Rounded, rounded
from tableau2net.exact.separation import UndecidedError
from tableau2net.exact.work import excess
from tableau2net.shown import beginning

MAX_LENGTH = 2000  # characters in one expression
MAX_DEPTH = 32  # parentheses inside one another
MAX_DIGITS = 400  # of a number's numerator or denominator
TOO_MUCH = "this expression takes too much work"
ROUND_OFF_BITS = 256  # to which a divisor that is known within its digits is looked at

ARITIES = {"sqrt": range(1, 2), "sin": range(1, 2), "cos": range(1, 2), "root": range(3, 34)}

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<operator>\*\*|[-+*/(),])",
    re.ASCII,
)


class ExpressionError(ValueError):
    """An expression outside the grammar or its bounds, with the offset of the fault in its text."""

    def __init__(self, message: str, offset: int, found: str, expected: str) -> None:
        super().__init__(message)
        self.message, self.offset, self.found, self.expected = message, offset, found, expected


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


def parse(text: str, names: Collection[str] = (), *, round_off: bool = False) -> Expression:
    """Parse `text`, in which the parameters `names` may occur. With `round_off`, decimals are known within one unit of
    their last digit only.

    What is 0, or one rational number, is that `Number`, however it is written. Raises ExpressionError for what is
    outside the grammar, its bounds or the declared names, and for a division by zero, or by what is not known not to be
    zero.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            "the expression is too long", 0, f"{len(text)} characters", f"at most {MAX_LENGTH}"
        )
    return _Parser(_tokens(text), names, round_off).expression()


def _tokens(text: str) -> list[_Token]:
    """The tokens of a text in the grammar, or of one that says the same in another spelling."""
    try:
        found = list(spellings.pieces(text)) if spellings.unusual(text) else [(text, 0, 0)]
    except spellings.SpellingError as error:
        raise ExpressionError(error.message, error.offset, error.found, error.expected) from None
    tokens = [token for piece, start, sign in found for token in _tokens_of(piece, start, sign)]
    return [*tokens, _Token("end", "", len(text))]


def _tokens_of(piece: str, start: int | None, sign: int) -> Iterator[_Token]:
    """The tokens of a piece that begins at `start`, or that stands for the sign at an offset."""
    offset = 0
    while offset < len(piece):
        match, place = _TOKEN.match(piece, offset), sign if start is None else start + offset
        if match is None:
            message = "this character has no meaning in an expression"
            raise ExpressionError(message, place, repr(piece[offset]), _VOCABULARY)
        if match.lastgroup != "space":
            yield _Token(str(match.lastgroup), match.group(), place)
        offset = match.end()


_VOCABULARY = "numbers, declared parameters, + - * / ** ( ) and the functions sqrt, root, sin, cos"


class _Parser:
    """Recursive descent over the tokens; `depth` bounds the recursion."""

    def __init__(self, tokens: list[_Token], names: Collection[str], round_off: bool) -> None:
        self.tokens, self.names, self.at, self.depth = tokens, names, 0, 0
        self.round_off = round_off

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def take(self, *texts: str) -> _Token | None:
        token = self.token
        if token.kind != "operator" or token.text not in texts:
            return None
        self.at += 1
        return token

    def fail(self, message: str, expected: str, token: _Token | None = None) -> ExpressionError:
        token = token or self.token
        found = repr(beginning(token.text, 40)) if token.text else "the end of the expression"
        return ExpressionError(message, token.offset, found, expected)

    def within_budget(self, value: Expression, token: _Token) -> Expression:
        """The value itself. Raises a fault for one that would be too large, multiplied out, at the sign that made it
        so."""
        if value.rational is not None:
            size = max(abs(value.rational.numerator), value.rational.denominator)
            if size.bit_length() > MAX_DIGITS * 3.33:
                raise self.fail("the number is too large", f"at most {MAX_DIGITS} digits", token)
        if over := excess(value.work):
            last, end = self.tokens[self.at - 1], self.tokens[-1]
            so_far = last.offset + len(last.text)
            found = f"{over[0]}, multiplied out, after {so_far} of {end.offset} characters"
            raise ExpressionError(TOO_MUCH, token.offset, found, over[1])
        return value

    def expression(self) -> Expression:
        value = self.sum()
        if self.token.kind != "end":
            point = "; a decimal has a point, as in 0.5" if self.token.text == "," else ""
            raise self.fail("the expression goes on where it should end", f"an operator or the end{point}")
        return decided(value)

    def sum(self) -> Expression:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail("the expression is nested too deeply", f"at most {MAX_DEPTH} levels")
        value = self.product()
        while operator := self.take("+", "-"):
            right = self.product()
            value = self.within_budget(value + right if operator.text == "+" else value - right, operator)
        self.depth -= 1
        return value

    def product(self) -> Expression:
        value = self.unary()
        while operator := self.take("*", "/"):
            right = self.unary()
            if operator.text == "/":
                self.divides(right, operator)
            value = self.within_budget(value * right if operator.text == "*" else value / right, operator)
        return value

    def divides(self, divisor: Expression, operator: _Token) -> None:
        """Raise a fault for a divisor that is zero, that may be within its digits, or of which it is not known."""
        expected = "a divisor other than zero"
        if any(isinstance(node, Rounded) for node in divisor.walk()):
            bounds = None if divisor.names else enclosure(divisor, ROUND_OFF_BITS)
            if not divisor.names and (bounds is None or bounds[0] <= 0 <= bounds[1]):
                raise self.fail("within the digits this may divide by zero", expected, operator)
            return
        try:
            if is_zero(divisor):
                raise self.fail("this divides by zero", expected, operator)
        except (UndecidedError, ZeroDivisionError):
            message = "it is not known whether this divides by zero"
            raise self.fail(message, "an algebraic divisor that is short", operator) from None

    def unary(self) -> Expression:
        signs = 0
        while sign := self.take("+", "-"):
            signs += sign.text == "-"
        value = self.power()
        return -value if signs % 2 else value

    def power(self) -> Expression:
        base = self.atom()
        operator = self.take("**")
        if operator is None:
            return base
        start = self.token
        self.depth += 1  # `2**2**2…` recurses too
        if self.depth > MAX_DEPTH:
            raise self.fail("the expression is nested too deeply", f"at most {MAX_DEPTH} levels")
        exact, self.round_off = self.round_off, False  # an exponent is never a measured number
        exponent = self.unary().rational
        self.round_off = exact
        self.depth -= 1
        if exponent is None or abs(exponent) > MAX_EXPONENT or exponent.denominator > MAX_ROOT:
            expected = f"a rational number within ±{MAX_EXPONENT}, its denominator at most {MAX_ROOT}"
            raise self.fail("the exponent is out of bounds", expected, start)
        if base.rational is not None:
            size = max(abs(base.rational.numerator), base.rational.denominator)
            if size.bit_length() * abs(exponent) > MAX_DIGITS * 3.33:
                raise self.fail("the number is too large", f"at most {MAX_DIGITS} digits", operator)
        if exponent < 0:
            self.divides(base, operator)
        try:
            return self.within_budget(power(base, exponent), operator)
        except PowerError as error:
            raise self.fail(str(error), error.expected, start) from None

    def atom(self) -> Expression:
        token = self.token
        if self.take("("):
            value = self.sum()
            self.close()
            return value
        if token.kind == "number":
            self.at += 1
            exact = self.within_budget(Number(self.decimal(token)), token)
            return rounded(token.text) if self.round_off and not token.text.isdigit() else exact
        if token.kind == "name":
            self.at += 1
            return self.named(token)
        raise self.fail("an operand is missing", "a number, a declared parameter or a parenthesis")

    def decimal(self, token: _Token) -> Fraction:
        mantissa, _, exponent = token.text.lower().partition("e")
        if len(mantissa) > MAX_DIGITS or len(exponent) > 4 or abs(int(exponent or 0)) > MAX_DIGITS:
            raise self.fail("the number is too long", f"at most {MAX_DIGITS} digits", token)
        return Fraction(token.text)

    def named(self, token: _Token) -> Expression:
        if token.text in ARITIES:
            return self.call(token)
        if token.text in self.names:
            return Name(token.text)
        if token.text == "pi":
            return Constant()
        declared = ", ".join(sorted(self.names)) or "none are declared"
        raise self.fail("this name is not declared", f"a parameter ({declared}), pi or a function", token)

    def call(self, token: _Token) -> Expression:
        if not self.take("("):
            raise self.fail("a function needs its argument in parentheses", f"{token.text}(…)")
        arguments = [self.sum()]
        while self.take(","):
            arguments.append(self.sum())
        self.close()
        arity = ARITIES[token.text]
        if len(arguments) not in arity:
            expected = (
                f"{arity.start} argument"
                if len(arity) == 1
                else f"{arity.start} to {arity.stop - 1} arguments"
            )
            raise self.fail(f"{token.text} was given {len(arguments)} arguments", expected, token)
        return self.checked(token, tuple(arguments))

    def checked(self, token: _Token, arguments: tuple[Expression, ...]) -> Expression:
        if token.text == "sqrt":
            value = arguments[0].rational
            if value is not None:
                if value < 0:
                    raise self.fail("the square root of a negative number is not real", "a number ≥ 0", token)
                top, bottom = isqrt(value.numerator), isqrt(value.denominator)
                if top**2 == value.numerator and bottom**2 == value.denominator:
                    return Number(Fraction(top, bottom))
            elif not arguments[0].names:
                return self.square_root(arguments[0], token)
        if token.text == "root" and any(argument.rational is None for argument in arguments):
            raise self.fail("root takes rational numbers only", "root(index, a_0, …, a_n)", token)
        if token.text == "root":
            index, *coefficients = [argument.rational or Fraction(0) for argument in arguments]
            count = len(real_roots(whole(coefficients)))
            if index.denominator != 1 or not 1 <= index <= count:
                raise self.fail(
                    f"this polynomial has {count} real roots", f"an index from 1 to {count}", token
                )
        return Function(token.text, arguments)

    def square_root(self, radicand: Expression, token: _Token) -> Expression:
        """√ of an irrational number; of one that is rational, however it is written, as of that."""
        try:
            simple = decided(radicand)
            if simple.rational is not None:
                return self.checked(token, (simple,))
            if sign(simple) < 0:
                raise self.fail("the square root of a negative number is not real", "a number ≥ 0", token)
        except UndecidedError:
            pass  # what is not known is refused where the number is needed
        return Function("sqrt", (simple,))

    def close(self) -> None:
        if not self.take(")"):
            raise self.fail("a parenthesis is not closed", "')'")
