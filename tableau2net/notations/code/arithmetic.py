"""One number in code: what is computed with is written in the words of the grammar, and as the language means it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tableau2net.errors import Position
from tableau2net.notations.code.words import Language, Word
from tableau2net.notations.numbers import joined, wrapped
from tableau2net.notations.text import Text
from tableau2net.read.arrays import value
from tableau2net.read.yaml_tree import Scalar

MAX_DEPTH = 40

_TYPES = re.compile(
    r"(?i:.*(type|cast|const|real|double|float|bigfloat|value|scalar|number|decimal|long|int|_t)\d*|wp|dp|qp|rk|big|t\d?)|[A-Z]\w*"
)
_ROOT = re.compile(r"(?i:.*sqrt[a-z]{0,4})")
_PI = frozenset({"pi", "M_PI", "π", "PI", "M_PIl"})


@dataclass(frozen=True)
class Number:
    """A text of the grammar, None where it is not known; and whether it is a whole number to the language."""

    text: str | None
    whole: bool = False


UNKNOWN = Number(None)


class Arithmetic:
    """Recursive descent over the words of one source. `at` is the word that comes next; `lookup` knows names."""

    def __init__(
        self,
        source: Text,
        language: Language,
        words: list[Word],
        lookup: Callable[[str], Scalar | None],
        entry: Callable[[str, tuple[int, ...]], Scalar | None],
    ) -> None:
        self.source, self.language, self.words = source, language, words
        self.lookup, self.entry = lookup, entry
        self.at, self.depth, self.apart = 0, 0, False

    @property
    def word(self) -> Word:
        return self.words[self.at]

    def ahead(self, count: int = 1) -> Word:
        return self.words[min(self.at + count, len(self.words) - 1)]

    def take(self, *texts: str) -> bool:
        found = self.word.kind in ("sign", "name") and self.word.text in texts
        self.at += found
        return found

    def proceed(self) -> None:
        """Pass over a sign, and over ends of lines behind it: what is computed goes on there."""
        self.at += 1
        while self.word.kind == "line":
            self.at += 1

    def number(self, *, in_row: bool = False) -> Scalar:
        """The number that begins here. `in_row`: blanks end it, as in a row of a matrix."""
        place, outer = self.word.offset, self.apart
        self.apart = in_row
        text = self.sum().text
        self.apart = outer
        return self.source.scalar(text, place) if text else Scalar(None, self.source.position(place), None)

    def sum(self) -> Number:
        if self.depth >= MAX_DEPTH:
            return UNKNOWN
        self.depth += 1
        found = self.product()
        while self.word.text in ("+", "-") and self.word.kind == "sign" and not self._ends():
            sign = self.word.text
            self.proceed()
            found = self._combined(found, sign, self.product())
        self.depth -= 1
        return found

    def _ends(self) -> bool:
        """Whether a sign begins the next entry of a row, as in `1 -2`."""
        return self.apart and self.word.apart and not self.ahead().apart

    def product(self) -> Number:
        found = self.fraction()
        while self.word.kind == "sign" and self.word.text in ("*", "/", "⋅", ".*", "./"):
            sign = {"⋅": "*", ".*": "*", "./": "/"}.get(self.word.text, self.word.text)
            self.proceed()
            found = self._combined(found, sign, self.fraction())
        return found

    def fraction(self) -> Number:
        """a//b, which binds before a*b and a/b."""
        found = self.unary()
        while self.word.kind == "sign" and self.word.text == "//":
            self.proceed()
            right = self.unary()
            found = Number(joined(found.text, "/", right.text))
        return found

    def unary(self) -> Number:
        signs = 0
        while self.word.kind == "sign" and self.word.text in ("-", "+", "−"):
            signs += self.word.text != "+"
            self.at += 1
        found = self.power()
        return Number(f"-{wrapped(found.text)}", found.whole) if signs % 2 and found.text else found

    def power(self) -> Number:
        base = self.atom()
        symbol = "**" if self.language.name == "fortran" else "^"
        if (
            self.word.kind != "sign"
            or self.word.text not in (symbol, f".{symbol}")
            or self.language.name == "c"
        ):
            return base
        self.at += 1
        if self.depth >= MAX_DEPTH:
            return UNKNOWN
        self.depth += 1
        exponent = self.unary()
        self.depth -= 1
        if self.language.truncates and exponent.whole and base.whole:
            return Number(joined(base.text, "**", exponent.text), whole=True)
        return Number(joined(base.text, "**", exponent.text))

    def atom(self) -> Number:
        word = self.word
        if word.kind == "number":
            self.at += 1
            return Number(word.text, word.text.isdigit())
        if word.kind == "sign" and word.text == "(":
            return self._parenthesis()
        if word.kind == "sign" and word.text in ("√", "@"):
            return self._root_sign() if word.text == "√" else self._macro()
        if word.kind == "name":
            return self._named()
        return UNKNOWN

    def _macro(self) -> Number:
        """@big 1/3."""
        self.at += 2
        return self.sum()

    def _root_sign(self) -> Number:
        self.at += 1
        argument = self.atom()
        return Number(f"sqrt({argument.text})" if argument.text else None)

    def _parenthesis(self) -> Number:
        """(1/2), or a number that is cast: (double) 1 / 2."""
        if self._is_cast():
            while self.word.text != ")":
                self.at += 1
            self.at += 1
            return Number(self.unary().text)
        self.at += 1
        outer, self.apart = self.apart, False
        found = self.sum()
        self.apart = outer
        return found if self.take(")") else UNKNOWN

    def _is_cast(self) -> bool:
        """Whether a parenthesis holds a type and a number follows it."""
        i = self.at + 1
        while self.words[i].kind == "name" and _TYPES.fullmatch(self.words[i].text):
            i += 1
        following = self.words[min(i + 1, len(self.words) - 1)]
        begins = following.kind in ("number", "name") or following.text in ("(", "-")
        return self.language.name == "c" and i > self.at + 1 and self.words[i].text == ")" and begins

    def _named(self) -> Number:
        name = self.word.text
        self.at += 1
        while self.word.text in ("::", ".", "->") and self.ahead().kind == "name":  # std::sqrt, B->b
            name = self.ahead().text
            self.at += 2
        if self.word.kind == "text" and not self.word.apart:  # big"0.5"
            text = self.word.text.strip('"')
            self.at += 1
            return Number(text if re.fullmatch(r"[-+]?[\d._]+([eE][-+]?\d+)?(//?\d+)?", text) else None)
        if self.word.text == "<" and self._skip_template():
            return self._call(name)
        if self.word.text == "{" and self.language.name == "julia":
            self._skip("{", "}")
        if self.word.text == "." and self.ahead().text == "(":  # T.(…)
            self.at += 1
        if self.word.text == "(" and not (self.apart and self.word.apart):
            return self._call(name)
        if name in _PI:
            return Number("pi")
        known = self.lookup(name)
        if self.word.text == "[" and not (self.apart and self.word.apart):
            known = self._entry(name)
        if known is None or known.text is None:
            return UNKNOWN
        return Number(known.text, known.lead == WHOLE)

    def _entry(self, name: str) -> Scalar | None:
        """An entry of an array, as b[0] or A[1][0]."""
        indices: list[int] = []
        while self.word.text == "[":
            self.at += 1
            while self.word.kind == "number" and self.word.text.isdigit():
                indices.append(int(self.word.text[:4]))
                self.at += 1
                self.take(",")
            if not self.take("]"):
                return None
        return self.entry(name, tuple(indices))

    def _skip_template(self) -> bool:
        """Pass over <Value> or <double>, where that is what follows."""
        i = self.at + 1
        while (
            self.words[i].kind == "name"
            or self.words[i].text in ("::", ",")
            or self.words[i].kind == "number"
        ):
            i += 1
        if self.words[i].text == ">" and self.words[i + 1].text == "(":
            self.at = i + 1
            return True
        return False

    def _skip(self, opening: str, closing: str) -> None:
        depth = 0
        while self.word.kind != "end":
            depth += (self.word.text == opening) - (self.word.text == closing)
            self.at += 1
            if not depth:
                return

    def _call(self, name: str) -> Number:
        """A function of numbers; or a type, whose argument is the number, as T(1), convert(T, 1), real(1, wp)."""
        self.at += 1
        outer, self.apart = self.apart, False
        arguments, texts = [], []
        while self.word.text != ")" and self.word.kind != "end":
            while self.word.kind == "line":
                self.at += 1
            before = self.at
            if self.word.kind == "text":
                texts.append(self.word.text.strip("\"'"))
                self.at += 1
            else:
                arguments.append(self.sum())
            while self.word.kind == "line":
                self.at += 1
            if self.word.text == "=" and self.ahead().kind == "name":  # kind=wp
                self.at += 2
            if not self.take(",") and (self.word.text != ")" or self.at == before):
                break
        self.apart = outer
        if not self.take(")"):
            return UNKNOWN
        first = arguments[0] if arguments else UNKNOWN
        if _ROOT.fullmatch(name) and len(arguments) == 1:
            return Number(f"sqrt({first.text})" if first.text else None)
        if name.lower() in ("sin", "cos") and len(arguments) == 1:
            return Number(f"{name.lower()}({first.text})" if first.text else None)
        if name.lower() == "pow" and len(arguments) == 2:
            return Number(joined(first.text, "**", arguments[1].text))
        if name.lower() in ("rational", "frac", "ratio") and len(arguments) == 2:
            return Number(joined(first.text, "/", arguments[1].text))
        if name in _PI:
            return Number("pi")
        if texts and name in ("parse", "BigFloat", "big", "Rational"):
            return Number(texts[-1] if re.fullmatch(r"[-+]?[\d.]+([eE][-+]?\d+)?", texts[-1]) else None)
        if name in ("convert", "parse") and len(arguments) == 2:
            return Number(arguments[1].text)
        if (
            self.language.name in ("fortran", "matlab")
            and arguments
            and all(each.whole for each in arguments)
        ):
            known = self.entry(name, tuple(int(each.text or 0) for each in arguments))
            if known is not None:
                return Number(known.text)
        return Number(first.text) if _TYPES.fullmatch(name) and arguments else UNKNOWN

    def _combined(self, left: Number, sign: str, right: Number) -> Number:
        whole = left.whole and right.whole
        if sign == "/" and whole and self.language.truncates:
            return _truncated(left, right)
        return Number(joined(left.text, sign, right.text), whole and sign != "/")


_NOWHERE = Position("")
WHOLE = 1  # the lead of a whole number that is bound to a name


def _truncated(left: Number, right: Number) -> Number:
    """The quotient of two whole numbers in a language in which that is one: 1/2 is 0."""
    values = [value(Scalar(each.text, _NOWHERE, None)) for each in (left, right)]
    a, b = (None if each is None else each.rational for each in values)
    if a is None or not b:
        return UNKNOWN
    size = abs(a) // abs(b)
    return Number(str(size if (a < 0) == (b < 0) else -size), whole=True)
