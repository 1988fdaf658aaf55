"""Blocks of code, and what is bound to names in each: an array at once, or entry by entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from tableau2net.notations.code.arithmetic import WHOLE
from tableau2net.notations.code.arrays import Arrays
from tableau2net.notations.code.words import Language, Word, words
from tableau2net.notations.found import Outcome
from tableau2net.notations.gathering import Names
from tableau2net.notations.text import Text
from tableau2net.read.arrays import entries, zero
from tableau2net.read.yaml_tree import Node, Scalar
from tableau2net.read.yaml_tree import Sequence as List

MAX_INDEX = 100
_OTHER = re.compile(r"TS(RosW|GLEE)Register")  # PETSc's: methods of Rosenbrock, general linear ones
_CALLED = re.compile(r"(?i:.*(tableau|register)\w*)")
_OPENING = frozenset(
    ["function", "struct", "module", "begin", "let", "if", "for", "while", "do", "try", "quote", "macro"]
)
_FORTRAN_OPENING = frozenset(
    ["subroutine", "function", "module", "submodule", "procedure", "program", "type"]
)


@dataclass
class Block:
    """What is bound in a block: values by name, and entries of arrays that are set one by one."""

    title: str
    known: dict[str, Node | None]
    names: dict[str, Node] = field(default_factory=dict)
    parts: dict[str, dict[tuple[int, ...], Scalar]] = field(default_factory=dict)


class Blocks:
    """One reading of a source, from its first word to its last."""

    def __init__(self, source: Text, language: Language) -> None:
        self.source, self.language = source, language
        self.words = words(source, language)
        self.arrays = Arrays(source, language, self.words, self._lookup, self._entry, self._array)
        self.open = [Block(PurePath(source.file).stem, {})]
        self.found: list[Outcome] = []
        self.pending = ""  # the name of what the next brace opens
        self.inside = 0  # parentheses

    def outcomes(self) -> list[Outcome]:
        while self.arrays.word.kind != "end":
            before = self.arrays.at
            self._step()
            self.arrays.at = max(self.arrays.at, before + 1)
        while self.open:
            self._close()
        return sorted(self.found, key=lambda each: (each.position.line, each.position.column))

    def _lookup(self, name: str) -> Scalar | None:
        found = next((block.known[name] for block in reversed(self.open) if name in block.known), None)
        return found if isinstance(found, Scalar) else None

    def _entry(self, name: str, indices: tuple[int, ...]) -> Scalar | None:
        """What an entry of an array is that was bound as a whole, or set by itself."""
        base = self.language.base
        for block in reversed(self.open):
            if name in block.parts:
                return block.parts[name].get(indices)
            if name in block.known:
                node: Node | None = block.known[name]
                for index in indices:
                    inside = isinstance(node, List) and 0 <= index - base < len(node.items)
                    node = node.items[index - base] if inside and isinstance(node, List) else None
                return node if isinstance(node, Scalar) else None
        return None

    def _array(self, name: str) -> List | None:
        found = next((block.known[name] for block in reversed(self.open) if name in block.known), None)
        return found if isinstance(found, List) else None

    # Blocks

    def _step(self) -> None:
        word = self.arrays.word
        if word.kind == "sign":
            if word.text == "=":
                self._assign()
            elif word.text == "{" and self.language.name == "c":
                self._open(self.pending)
            elif word.text == "}" and self.language.name == "c" and len(self.open) > 1:
                self._close()
            elif word.text in ("(", ")"):
                self.inside = max(0, self.inside + (1 if word.text == "(" else -1))
            elif word.text == ";":
                self.pending = ""
        elif word.kind == "name":
            self._name(word)

    def _name(self, word: Word) -> None:
        text, lower = word.text, word.text.lower()
        following = self.arrays.ahead()
        if self.language.name == "c":
            if text in ("struct", "class", "namespace") and following.kind == "name":
                self.pending = following.text
            elif following.text == "(" and self.inside == 0:
                argument = self.words[min(self.arrays.at + 2, len(self.words) - 1)]
                macro = text.isupper() and argument.kind == "name"
                self.pending = argument.text if macro else text
            if _CALLED.fullmatch(text) and following.text == "(":
                self._registered()
        elif self.language.name == "julia":
            if text in _OPENING and self._opens():
                named = (
                    following.text
                    if text in ("function", "struct", "module", "macro")
                    else self.open[-1].title
                )
                self._open(named)
            elif text == "end" and not self._within_brackets() and len(self.open) > 1:
                self._close()
            elif _CALLED.fullmatch(text) and following.text in ("(", "{"):
                self._registered()
        elif self.language.name == "fortran":
            before = self.words[self.arrays.at - 1].text.lower() if self.arrays.at else ""
            if before == "end" or (lower.startswith("end") and lower[3:] in _FORTRAN_OPENING):
                if (lower in _FORTRAN_OPENING or lower[3:] in _FORTRAN_OPENING) and len(self.open) > 1:
                    self._close()
            elif lower in _FORTRAN_OPENING and following.kind == "name" and before not in ("=", "(", ","):
                if following.text.lower() in _FORTRAN_OPENING:
                    return
                self._open(following.text)
        elif self.language.name == "matlab" and text == "function":
            while len(self.open) > 1:
                self._close()
            self._open(self._matlab_name())

    def _matlab_name(self) -> str:
        """The name of `function [A, b, c] = name(x)`."""
        i, name = self.arrays.at + 1, ""
        while self.words[i].kind not in ("line", "end"):
            if self.words[i].kind == "name" and (not name or self.words[i - 1].text == "="):
                name = self.words[i].text
            if self.words[i].text == "(" and name:
                break
            i += 1
        self.arrays.at = i
        return name

    def _opens(self) -> bool:
        """Whether a word of Julia's begins a block: not in brackets, where `for` is a comprehension's."""
        before = self.words[self.arrays.at - 1].text if self.arrays.at else ""
        return not self._within_brackets() and before not in (".", ":")

    def _within_brackets(self) -> bool:
        depth = 0
        for word in reversed(self.words[max(0, self.arrays.at - 40) : self.arrays.at]):
            if word.kind == "line" and not depth:
                return False
            depth += (word.text in ("]", ")")) - (word.text in ("[", "("))
            if depth < 0:
                return True
        return False

    def _open(self, title: str) -> None:
        outer = self.open[-1]
        self.open.append(Block(title or outer.title, {}))
        self.pending = ""
        self.inside = 0

    def _close(self) -> None:
        block = self.open.pop()
        own = block.names.pop(block.title, None)
        self._flush(block)
        if self.open and own is not None:  # an array of boost's, which is a struct of its own
            self._bind(block.title, own)

    def _flush(self, block: Block) -> None:
        names = {**block.names, **_built(block.parts, self.language.base)}
        for gathered in Names(names).tableaux(block.title):
            self.found.append(gathered.found)
        if "*this" in names and self.open:
            self.open[-1].names[self.open[-1].title] = names["*this"]
        scalars: dict[str, Node] = {
            name: node for name, node in block.names.items() if isinstance(node, Scalar)
        }
        block.names, block.parts = scalars, {}

    # Bindings

    def _bind(self, name: str, value: Node | None) -> None:
        block = self.open[-1]
        if value is not None and block.known.get(name) is value:
            return
        if isinstance(value, List) and (name in block.names or name in block.parts):
            self._flush(block)
        block.known[name] = value
        block.names.pop(name, None)
        if value is not None:
            block.names[name] = value

    def _assign(self) -> None:
        """What stands before a sign of assignment, and what is bound to it."""
        at = self.arrays.at
        target = _target(self.words, at, self.language)
        start = at + 1
        while self.words[start].kind == "line":
            start += 1
        self.arrays.at = start
        if target is None:
            self.arrays.at = at + 1
            return
        name, indices, declared = target
        whole = self.words[start].kind == "number" and self.words[start].text.isdigit()
        value = self.arrays.value()
        if value is None and indices is None and name in self.open[-1].parts:
            return  # A = map(T, A), of an array that was set entry by entry
        if not self._ended():
            value = (
                Scalar(None, self.source.position(self.words[start].offset), None)
                if not isinstance(value, List)
                else value
            )
        if isinstance(value, Scalar) and value.text is not None and whole and value.text.isdigit():
            value = Scalar(value.text, value.position, WHOLE)
        if isinstance(value, Scalar) and value.text is None and indices is None:
            self.open[-1].known[name] = None
            self.open[-1].names.pop(name, None)
        elif indices is None or (isinstance(value, List) and declared):
            self._bind(name, value)
        elif isinstance(value, Scalar) and indices and all(index is not None for index in indices):
            place = tuple(index for index in indices if index is not None)
            self.open[-1].parts.setdefault(name, {})[place] = value
        elif isinstance(value, List) and len(indices) == 2 and indices[0] is not None:
            self._row(name, indices[0], value)

    def _row(self, name: str, i: int, value: List) -> None:
        """A(2, 1:1) = [0.5]."""
        for j, each in enumerate(entries(value) or [], self.language.base):
            self.open[-1].parts.setdefault(name, {})[i, j] = each

    def _ended(self) -> bool:
        """Whether the value ends as one does."""
        word = self.arrays.word
        return word.kind in ("line", "end") or word.text in (";", ",", ")", "}", "]", "%", "...")

    def _registered(self) -> None:
        """A call that takes a tableau: the first name, the first number and the keywords in it tell name and order."""
        if _OTHER.fullmatch(self.arrays.word.text):
            block = self.open[-1]
            block.names = {name: node for name, node in block.names.items() if isinstance(node, Scalar)}
            block.parts = {}
            return
        i, depth, first, title = self.arrays.at + 1, 0, True, ""
        names = self.open[-1].names
        while i < len(self.words) - 1:
            word = self.words[i]
            depth += (word.text in ("(", "{", "[")) - (word.text in (")", "}", "]"))
            if depth <= 0 and word.text in (")", "]"):
                break
            alone = self.words[i - 1].text in ("(", ",") and self.words[i + 1].text in (",", ")")
            if depth == 1 and alone and word.kind == "number" and first and word.text.isdigit():
                names["order"], first = self.source.scalar(word.text, word.offset), False
            if depth == 1 and alone and word.kind == "name" and word.text.isupper() and not title and first:
                title = word.text
            if word.kind == "name" and self.words[i + 1].text == "=" and self.words[i + 2].kind == "number":
                names[word.text] = self.source.scalar(self.words[i + 2].text, self.words[i + 2].offset)
            i += 1
        if title and title != "NULL" and "egister" in self.arrays.word.text:
            self.open[-1].title = title
        if len(self.open) > 1:
            self._flush(self.open[-1])


Target = tuple[str, tuple[int | None, ...] | None, bool]


def _target(all_words: list[Word], at: int, language: Language) -> Target | None:
    """The name before a sign of assignment, its indices, if any, and whether it may be declared there."""
    i = at - 1
    indices: list[int | None] = []
    brackets = False
    while i >= 0 and all_words[i].text in ("]", ")"):
        opening = {"]": "[", ")": "("}[all_words[i].text]
        j, depth = i, 0
        while j >= 0:
            depth += (all_words[j].text in ("]", ")")) - (all_words[j].text in ("[", "("))
            if not depth:
                break
            j -= 1
        if j < 0 or all_words[j].text != opening:
            return None
        inner = all_words[j + 1 : i]
        if opening == "(" and [each.text for each in inner] == ["*", "this"]:
            return "*this", tuple(indices), False
        indices = [*_index(inner), *indices]
        brackets = True
        i = j - 1
    if i < 0 or all_words[i].kind != "name":
        return None
    name = all_words[i].text
    if i >= 2 and all_words[i - 1].text == "::" and language.name == "julia":  # x::T = 1
        name = all_words[i - 2].text
    elif language.name == "julia" and i >= 1 and all_words[i - 1].text == "." and i >= 2:
        return None
    before = all_words[i - 1].text if i else ""
    if (language.name in ("julia", "matlab") and before in (",", "[")) or before in ("==", "<", ">"):
        return None
    return name, tuple(indices) if brackets else None, before not in (".", "->")


def _index(inner: list[Word]) -> Iterator[int | None]:
    """The whole numbers of an index, or None for what is none."""
    part: list[Word] = []
    for word in [*inner, Word("sign", ",", 0)]:
        if word.text == ",":
            yield int(part[0].text) if len(part) == 1 and re.fullmatch(r"\d{1,3}", part[0].text) else None
            part = []
        else:
            part.append(word)


def _built(parts: Mapping[str, Mapping[tuple[int, ...], Scalar]], base: int) -> dict[str, Node]:
    """Arrays whose entries were set one by one, all of as many stages as the largest index; what was not set is 0."""
    indices = [index for entry in parts.values() for index in entry]
    if not indices or max(map(max, indices)) > MAX_INDEX or any(len(index) > 2 for index in indices):
        return {}
    matrices = [name for name, entry in parts.items() if all(len(index) == 2 for index in entry)]
    s = max(
        max(index) for name, entry in parts.items() for index in entry if name in matrices or not matrices
    )
    s = max(s, *(max(map(max, entry)) for entry in parts.values())) - base + 1
    built: dict[str, Node] = {}
    for name, entry in parts.items():
        place = next(iter(entry.values())).position
        if name in matrices:
            table = [
                List(tuple(entry.get((i, j), zero(place)) for j in range(base, base + s)), place)
                for i in range(base, base + s)
            ]
            built[name] = List(tuple(table), place)
        elif all(len(index) == 1 for index in entry):
            length = s if matrices else max(i for (i,) in entry) - base + 1
            built[name] = List(tuple(entry.get((i,), zero(place)) for i in range(base, base + length)), place)
    return built
