"""XML: parameter lists of Trilinos' Tempus, with A, b, c, order and bstar as texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tableau2net.errors import InputError, Position
from tableau2net.notations.found import Outcome
from tableau2net.notations.gathering import Names
from tableau2net.notations.numbers import has_decimal_commas
from tableau2net.notations.text import Text
from tableau2net.read.arrays import matrix, vector
from tableau2net.read.yaml_tree import Node, Scalar

SUFFIXES = (".xml",)
MAX_DEPTH = 200


def recognises(text: str) -> bool:
    """By the first sign."""
    return text.lstrip().startswith("<") and re.search(r"<\s*Parameter", text) is not None


def read(source: Text) -> Iterator[Outcome]:
    """All tableaux, in the order in which they stand. Raises InputError for what is not XML."""
    return iter(_Lists(source).found)


class _Lists:
    """The parameters of each list, by a parser that knows no entities."""

    def __init__(self, source: Text) -> None:
        from xml.parsers import expat

        self.source, self.found = source, list[Outcome]()
        self.open: list[tuple[str, dict[str, Node]]] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity
        try:
            self.parser.Parse(source.text, True)
        except expat.ExpatError as error:
            place = Position(source.file, error.lineno, error.offset + 1)
            message = expat.ErrorString(error.code)
            raise InputError("this is not XML", place, message, "a list of parameters") from None

    def _place(self) -> Position:
        return Position(self.source.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _entity(self, *_: object) -> None:
        raise InputError("this declares an entity", self._place(), "an entity", "plain parameters")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise InputError("this is nested too deeply", self._place(), "", f"at most {MAX_DEPTH} levels")
        if tag == "Parameter" and self.open:
            node = self._node(attributes.get("value", ""))
            if node is not None:
                self.open[-1][1][attributes.get("name", "")] = node
            return
        self.open.append((attributes.get("name", ""), {}))

    def _end(self, tag: str) -> None:
        if tag == "Parameter" or not self.open:
            return
        name, values = self.open.pop()
        outer = next((each for each, _ in reversed(self.open) if each and each != "Tableau"), "")
        title = outer if name in ("", "Tableau") and outer else name
        self.found += [gathered.found for gathered in Names(values).tableaux(title)]

    def _node(self, text: str) -> Node | None:
        """A number, a row `1 2`, or rows `1 2; 3 4`."""
        place = self._place()
        if len(text) > 100_000:
            return None
        between = r"\s+" if has_decimal_commas(text) else r"[\s,]+"
        rows = [re.split(between, row.strip()) for row in text.strip().strip("{}").split(";") if row.strip()]
        if not rows or any(re.search(r"[^\d.,eE+*/()\s\w-]", each) for row in rows for each in row):
            return None
        table = [[Scalar(each, place, None) for each in row] for row in rows]
        if len(table) == 1 and len(table[0]) == 1 and ";" not in text:
            return table[0][0]
        return matrix(table, place) if len(table) > 1 else vector(table[0], place)
