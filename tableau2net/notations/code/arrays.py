"""Arrays in code: braces of C, brackets of Julia, MATLAB and Fortran, and the calls that make matrices of lists."""

from __future__ import annotations

from collections.abc import Callable

from tableau2net.notations.code.arithmetic import Arithmetic
from tableau2net.notations.code.words import Language, Word
from tableau2net.notations.numbers import reshaped
from tableau2net.notations.text import Text
from tableau2net.read.arrays import integer, rows, transposed
from tableau2net.read.yaml_tree import Node, Scalar
from tableau2net.read.yaml_tree import Sequence as List

MAX_NESTING = 8
_PASSED = {
    "map",
    "convert",
    "collect",
    "transpose",
    "array",
    "float",
    "vec",
    "permutedims",
    "hcat",
    "vcat",
    "double",
}


class Arrays(Arithmetic):
    """What stands after a sign of assignment. `array` knows the arrays that names stand for."""

    def __init__(
        self,
        source: Text,
        language: Language,
        words: list[Word],
        lookup: Callable[[str], Scalar | None],
        entry: Callable[[str, tuple[int, ...]], Scalar | None],
        array: Callable[[str], List | None],
    ) -> None:
        super().__init__(source, language, words, lookup, entry)
        self.array, self.level = array, 0

    def value(self) -> Node | None:
        """A number or an array; None for anything else. It ends where the statement does, or at a comma."""
        word = self.word
        if self.level >= MAX_NESTING:
            return None
        self.level += 1
        try:
            return self._value(word.text)
        finally:
            self.level -= 1

    def _value(self, sign: str) -> Node | None:
        if sign == "{" and self.language.name == "c":
            return self.braces()
        if sign == "(" and self.ahead().text == "/" and self.language.name == "fortran":
            self.at += 2
            return self._listed()
        if sign == "[":
            return self.brackets()
        if sign == "@" and self.ahead().kind == "name":  # @SMatrix […], @big […]
            i = self.at + 2
            while self.words[i].kind == "name" or self.words[i].text == "@":
                i += 1
            if self.words[i].text == "[":
                self.at = i
                return self.brackets()
        if self.word.kind == "name":
            known = self.array(self.word.text)
            if known is not None and self.ahead().text in ("\n", ",", ")", ";", "]", "}", "'", ".'", ""):
                self.at += 1
                return known
            made = self._made()
            if made is not None:
                return made
        return self.number()

    def _made(self) -> Node | None:
        """T[1, 2], SMatrix{2,2}(…), reshape([…], [2, 2]), map(T, A); None where no array begins here."""
        start, name = self.at, self.word.text
        self.at += 1
        if self.word.text == "{":
            self._skip("{", "}")
        if self.word.text == "<" and not self._skip_template():
            self.at = start
            return None
        if self.word.text == "{" and self.language.name == "c":  # std::array<double, 2>{…}
            return self.braces()
        if (
            self.word.text == "["
            and not self.word.apart
            and name[0].isupper()
            and self.language.name == "julia"
        ):
            return self.brackets()
        if self.word.text == "." and self.ahead().text == "(":
            self.at += 1
        if self.word.text == "(" and (made := self._of_call(name)) is not None:
            return made
        self.at = start
        return None

    def _of_call(self, name: str) -> Node | None:
        lower = name.lower()
        if lower not in {"reshape", *_PASSED} and not name[:1].isupper():
            return None
        self.at += 1
        found: list[Node] = []
        by_row = self.language.by_row
        while self.word.text != ")" and self.word.kind != "end":
            if self.word.kind == "line" or self.take(","):
                self.at += self.word.kind == "line"
                continue
            if self.word.kind == "name" and self.ahead().text == "=":  # order=[2, 1]
                keyword = self.word.text.lower()
                self.at += 2
                given = self.value()
                by_row = by_row or (keyword == "order" and _integers(given) == [2, 1])
                found += [given] if given is not None and keyword == "shape" else []
                continue
            before = self.at
            each = self.value()
            if each is not None:
                found.append(each)
            if self.at == before:
                return None
        self.at += 1
        lists = [each for each in found if isinstance(each, List)]
        if not lists:
            return None
        if lower == "reshape":
            return _of_shape(lists[0], found[1:], by_row=by_row)
        return transposed(lists[0]) if lower in ("transpose", "permutedims") else lists[0]

    def braces(self) -> List | None:
        """{{1, 2}, {3, 4}}."""
        place = self.source.position(self.word.offset)
        self.at += 1
        items: list[Node] = []
        while not self.take("}"):
            before = self.at
            each = self.value()
            if each is None or self.at == before:
                return None
            items.append(each)
            if not self.take(",") and self.word.text != "}":
                return None
        if len(items) == 1 and isinstance(items[0], List) and rows(items[0]):
            return items[0]  # std::array<…>{{…}}
        return List(tuple(items), place)

    def brackets(self) -> List | None:
        """[1 2; 3 4], [1, 2], [[1, 2], [3, 4]]: a matrix where there are several rows, or blanks between entries."""
        place = self.source.position(self.word.offset)
        self.at += 1
        table: list[list[Node]] = [[]]
        blanks = False
        while not self.take("]"):
            word = self.word
            if word.kind == "end":
                return None
            if word.kind == "line" or word.text == ";":
                self.at += 1
                if table[-1]:
                    table.append([])
                continue
            if self.take(","):
                while self.word.kind == "line":
                    self.at += 1
                continue
            blanks = blanks or (bool(table[-1]) and self.words[self.at - 1].text != ",")
            before = self.at
            each = (
                self._value(word.text)
                if word.text in ("[", "@") or self._is_array()
                else self.number(in_row=True)
            )
            if each is None or self.at == before:
                return None
            table[-1].append(each)
        full = [row for row in table if row]
        if len(full) == 1 and not (blanks and self.language.name == "matlab"):
            return List(tuple(full[0]), place)
        if all(isinstance(each, Scalar) for row in full for each in row):
            if not blanks and self.language.name != "matlab" and not self._several(full):
                return List(tuple(each for row in full for each in row), place)
            return List(tuple(List(tuple(row), row[0].position) for row in full), place)
        return List(tuple(each for row in full for each in row), place)

    def _several(self, table: list[list[Node]]) -> bool:
        """Whether rows that are parted by ends of lines or semicolons are those of a matrix: of one length, not 1."""
        return len({len(row) for row in table}) == 1 and len(table[0]) > 1

    def _is_array(self) -> bool:
        return self.word.kind == "name" and self.ahead().text == "[" and not self.ahead().apart

    def _listed(self) -> List | None:
        """(/ 1, 2 /)."""
        items: list[Node] = []
        start = self.source.position(self.word.offset)
        while not self._closes(self.at):
            before = self.at
            self.at += self.word.kind == "line"
            each = self.fortran_entry()
            if each is None or self.at == before:
                return None
            items.append(each)
            while self.word.kind == "line":
                self.at += 1
            if not self.take(",") and self.word.text != "/":
                return None
        self.at += 2
        return List(tuple(items), start)

    def fortran_entry(self) -> Node | None:
        """An entry before `/)`, whose slash is no sign of division."""
        end = next((i for i in range(self.at, len(self.words)) if self._closes(i)), None)
        if end is None:
            return None
        kept = self.words[end]
        self.words[end] = type(kept)("sign", ";", kept.offset)
        try:
            return self.value()
        finally:
            self.words[end] = kept

    def _closes(self, i: int) -> bool:
        return self.words[i].text == "/" and i + 1 < len(self.words) and self.words[i + 1].text == ")"


def _integers(node: Node | None) -> list[int | None]:
    return [integer(each) for each in node.items] if isinstance(node, List) else []


def _of_shape(flat: List, shape: list[Node], *, by_row: bool) -> List | None:
    """A matrix of a flat list of numbers."""
    sizes = _integers(shape[0]) if shape and isinstance(shape[0], List) else [integer(each) for each in shape]
    if len(sizes) != 2 or not all(isinstance(each, Scalar) for each in flat.items):
        return None
    return reshaped(flat, *sizes, by_row=by_row)
