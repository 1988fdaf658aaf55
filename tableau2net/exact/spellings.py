r"""The ways in which people write numbers besides those of the grammar: 2^(1/3), 2//3, ½, √3, −1/2, np.sqrt(3),
\frac{1}{2}. Each is written again in the words of the grammar, sign by sign, so that the parser knows one language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterator
from fractions import Fraction

MAX_DEPTH = 32  # braces inside one another

Piece = tuple[
    str, int | None, int
]  # text of the grammar; where it stands, and where it does not, the sign that it is for

_SIGNS = {
    "^": "**",
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{FIGURE DASH}": "-",
    "\N{SMALL HYPHEN-MINUS}": "-",
    "\N{FULLWIDTH HYPHEN-MINUS}": "-",
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{MIDDLE DOT}": "*",
    "\N{DOT OPERATOR}": "*",
    "\N{ASTERISK OPERATOR}": "*",
    "\N{DIVISION SIGN}": "/",
    "\N{DIVISION SLASH}": "/",
    "\N{FRACTION SLASH}": "/",
    "\N{GREEK SMALL LETTER PI}": "pi",
    "{": "(",
    "}": ")",
}
_COMMANDS = {
    "pi": "pi",
    "cdot": "*",
    "times": "*",
    "ast": "*",
    "div": "/",
    "sin": "sin",
    "cos": "cos",
    **dict.fromkeys(
        ["left", "right", "bigl", "bigr", "Bigl", "Bigr", "big", "Big", "displaystyle", "textstyle"], ""
    ),
    **dict.fromkeys([",", ";", ":", "!", " ", "quad", "phantom"], ""),
}
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"})
_ROOTS = {"\N{SQUARE ROOT}": 2, "\N{CUBE ROOT}": 3, "\N{FOURTH ROOT}": 4}
_MODULES = re.compile(r"(?:np|numpy|math|sp|sympy|torch|jnp|cmath|std)(?:\.|::)(?=(?:sqrt|sin|cos|pi)\b)")
_COMMAND = re.compile(r"\\([A-Za-z]+|[,;:! ])")
_NUMBER = re.compile(r"\d+\.?\d*|\.\d+|[A-Za-z_]\w*", re.ASCII)
_UNUSUAL = re.compile(r"[^\x00-\x7f]|[\\^{}]|//|[a-z]\.[a-z]|::")


class SpellingError(ValueError):
    """What cannot be told for certain: the offset, what stands there, and what may be written."""

    def __init__(self, message: str, offset: int, found: str, expected: str) -> None:
        super().__init__(message)
        self.message, self.offset, self.found, self.expected = message, offset, found, expected


def unusual(text: str) -> bool:
    """Whether something in a text may not be of the grammar."""
    return _UNUSUAL.search(text) is not None


def pieces(text: str) -> Iterator[Piece]:
    """The text in words of the grammar, piece by piece; what is not known stays as it is. Raises SpellingError."""
    yield from _Speller(text).group(0, len(text), 0)


class _Speller:
    def __init__(self, text: str) -> None:
        self.text = text

    def group(self, start: int, end: int, depth: int) -> Iterator[Piece]:
        """The pieces of text[start:end]."""
        if depth > MAX_DEPTH:
            raise SpellingError(
                "the expression is nested too deeply", start, "braces", f"at most {MAX_DEPTH} levels"
            )
        at, divided = start, False
        while at < end:
            sign = self.text[at]
            if self.text.startswith("//", at):
                if divided:
                    expected = "parentheses: (a/b)/c or a/(b/c)"
                    raise SpellingError(
                        "this quotient can be read in two ways", at, "'//' after '/'", expected
                    )
                yield "/", None, at
                at += 2
                continue
            if self.text.startswith("**", at):
                yield "**", at, at
                at += 2
                continue
            divided = sign == "/" or (divided and sign not in "+-*(),\N{MINUS SIGN}")
            if sign == "\\" or sign in _ROOTS:
                if self._follows_number(at, start):
                    if self._is_fraction(at):
                        expected = "1 + \\frac{1}{2}, or 1*\\frac{1}{2}"
                        raise SpellingError(
                            "this is a sum or a product", at, "a number and a fraction", expected
                        )
                    if sign in _ROOTS or self.text.startswith("\\sqrt", at):
                        yield "*", None, at
                at = yield from self._special(at, end, depth)
            elif sign in _SIGNS:
                yield _SIGNS[sign], None, at
                at += 1
            elif (value := _vulgar(sign)) is not None:
                yield f"({value})", None, at
                at += 1
            elif match := _MODULES.match(self.text, at, end):
                at = match.end()
            elif match := _NUMBER.match(self.text, at, end):
                yield match.group(), at, at
                at = match.end()
            else:
                yield sign, at, at
                at += 1

    def _special(self, at: int, end: int, depth: int) -> Generator[Piece, None, int]:
        """The pieces of a command of LaTeX, or of a root; returns where what follows them begins."""
        if self.text[at] in _ROOTS:
            degree, after = _ROOTS[self.text[at]], at + 1
            return (yield from self._root(degree, at, after, end, depth))
        command = _COMMAND.match(self.text, at, end)
        if command is None or command[1] not in {*_COMMANDS, *_FRACTIONS, "sqrt"}:
            yield self.text[at], at, at
            return at + 1
        name, after = command[1], command.end()
        if name in _FRACTIONS:
            yield "((", None, at
            after = yield from self._argument(after, end, depth)
            yield ")/(", None, at
            after = yield from self._argument(after, end, depth)
            yield "))", None, at
            return after
        if name == "sqrt":
            degree, after = self._degree(after, end)
            return (yield from self._root(degree, at, after, end, depth))
        if _COMMANDS[name]:
            yield f" {_COMMANDS[name]} ", None, at
        return after

    def _root(self, degree: int, at: int, after: int, end: int, depth: int) -> Generator[Piece, None, int]:
        yield ("sqrt(" if degree == 2 else "(("), None, at
        after = yield from self._argument(after, end, depth)
        yield (")" if degree == 2 else f")**(1/{degree}))"), None, at
        return after

    def _degree(self, at: int, end: int) -> tuple[int, int]:
        """The n of a root with [n], else 2; and where what follows begins."""
        match = re.compile(r"\s*\[\s*(\d{1,2})\s*\]").match(self.text, at, end)
        return (int(match[1]), match.end()) if match and int(match[1]) > 1 else (2, at)

    def _argument(self, at: int, end: int, depth: int) -> Generator[Piece, None, int]:
        """The pieces of an argument: a group, or else one digit, as LaTeX has it, or a whole number after √."""
        if depth > MAX_DEPTH:
            raise SpellingError(
                "the expression is nested too deeply", at, "roots", f"at most {MAX_DEPTH} levels"
            )
        before = at
        while at < end and self.text[at].isspace():
            at += 1
        if at >= end:
            raise SpellingError("an argument is missing", before, "the end of the expression", "{…}")
        opening = self.text[at]
        if opening in "{(":
            close = self._closing(at, end)
            yield from self.group(at + 1, close, depth + 1)
            return close + 1
        if opening == "\\" or opening in _ROOTS:
            return (yield from self._special(at, end, depth + 1))
        match = _NUMBER.match(self.text, at, end)
        if match is None:
            raise SpellingError("an argument is missing", at, repr(opening), "{…}, or a number")
        text = match.group() if self.text[before - 1] in _ROOTS else opening
        yield text, at, at
        return at + len(text)

    def _closing(self, at: int, end: int) -> int:
        """Where the group that opens at a place ends."""
        opening, depth = self.text[at], 0
        closing = {"{": "}", "(": ")"}[opening]
        for i in range(at, end):
            depth += (self.text[i] == opening) - (self.text[i] == closing)
            if not depth:
                return i
        raise SpellingError("a brace is not closed", at, repr(opening), repr(closing))

    def _follows_number(self, at: int, start: int) -> bool:
        before = self.text[start:at].rstrip()
        return before[-1:].isdigit() or before[-1:] in ("}", ")")

    def _is_fraction(self, at: int) -> bool:
        command = _COMMAND.match(self.text, at)
        return command is not None and command[1] in _FRACTIONS


def _vulgar(sign: str) -> Fraction | None:
    """The number that a sign such as ½ is."""
    if unicodedata.category(sign) != "No" or "FRACTION" not in unicodedata.name(sign, ""):
        return None
    return Fraction(unicodedata.numeric(sign)).limit_denominator(100)
