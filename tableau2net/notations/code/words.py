"""The words of a language: numbers, names, texts, signs and ends of lines, without comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tableau2net.notations.text import Text

MAX_WORDS = 400_000  # of a source


class Word(NamedTuple):
    """`apart`: blanks stand before it. A tuple, for a source may have hundreds of thousands."""

    kind: str  # number, name, text, sign, line, end
    text: str
    offset: int
    apart: bool = False


@dataclass(frozen=True)
class Language:
    """What tells one language from another, as far as it binds numbers to names."""

    name: str
    comment: str  # a regular expression
    number: str  # another one; what follows its group `value` is no part of the number
    lines: bool  # whether the end of a line ends a statement
    truncates: bool  # whether the quotient of two whole numbers is one
    base: int  # of indices
    by_row: bool = True  # how a flat list fills a matrix
    texts: str = r'"(?:[^"\\\n]|\\.)*"'
    names: str = r"[^\W\d]\w*"
    signs: str = r"\*\*|//|::|->|==|!=|<=|>=|\+=|-=|\*=|/=|&&|\|\||\S"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        kinds = {
            "comment": self.comment,
            "text": self.texts,
            "number": self.number,
            "name": self.names,
            "line": r"\n",
            "blank": r"[^\S\n]+",
            "sign": self.signs,
        }
        return re.compile("|".join(f"(?P<{kind}>{each})" for kind, each in kinds.items()))


def words(source: Text, language: Language) -> list[Word]:
    """All words of a source, and an end."""
    found: list[Word] = []
    apart = False
    for match in language.pattern.finditer(source.text):
        kind = str(match.lastgroup)
        if kind in ("value", "mantissa", "power"):
            kind = "number"
        if kind in ("blank", "comment") or (kind == "line" and not language.lines):
            apart = True
            if kind == "comment" and language.lines and "\n" in match.group():
                found.append(Word("line", "\n", match.start()))
            continue
        text = match.group()
        if kind == "number":
            text = _number(match)
        found.append(Word(kind, text, match.start(), apart))
        apart = False
        if len(found) > MAX_WORDS:
            break
    return [*found, Word("end", "", len(source.text))]


def _number(match: re.Match[str]) -> str:
    """A number as the grammar has it: without its kind, its exponent with an e."""
    groups = match.groupdict()
    power = groups.get("power") or ""
    return (groups.get("mantissa") or match.group("number")).replace("_", "") + (f"e{power}" if power else "")
