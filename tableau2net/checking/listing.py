"""What a project lists in the table `[tool.tableau2net]` of its pyproject.toml: in which files its tableaux stand, of
which order they are expected to be, and what is left as it is, with the reason.

    [tool.tableau2net]
    files = ["solvers/*.py", "tableaux"]

    [tool.tableau2net.orders]
    "solvers/rk.py::Heun" = 2

    [tool.tableau2net.embedded_orders]
    "solvers/rk.py::Fehlberg" = 4

    [tool.tableau2net.exceptions]
    "solvers/rk.py::Third" = "of order 2 since 2019; kept for old results"
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from tableau2net import files
from tableau2net.checking.cases import Case
from tableau2net.checking.subjects import Subject
from tableau2net.checking.toml_tree import parse_toml
from tableau2net.errors import InputError, Position
from tableau2net.notations import gathered
from tableau2net.notations.sources import matching
from tableau2net.read import suggest
from tableau2net.read.leaves import Integer, Text
from tableau2net.read.model import Context, Document, Source, fault, validate
from tableau2net.read.yaml_tree import Mapping, Node, find

FILE = "pyproject.toml"
TABLE = ("tool", "tableau2net")
HIGHEST = 100  # order that can be expected
_EXPECTED = "a file, a folder or a pattern, from the folder of this file"


class Table(Document):
    """The table. A tableau is named by its file, from the folder of pyproject.toml, and its name there; of several of
    one name the second is NAME[2]."""

    files: tuple[Annotated[str, Text(4096)], ...]
    orders: dict[str, Annotated[int, Integer(0, HIGHEST)]] = Field(default_factory=dict)
    embedded_orders: dict[str, Annotated[int, Integer(0, HIGHEST)]] = Field(default_factory=dict)
    exceptions: dict[str, Annotated[str, Text(2000)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _reasons_are_given(self) -> Self:
        for name, reason in self.exceptions.items():
            if not reason:
                expected = "why the fault is left as it is"
                raise fault("an exception needs a reason", "nothing", expected, path=("exceptions", name))
        return self


@dataclass(frozen=True)
class Listing:
    """The table of a file. `files` are those that it lists, by what they are called in it, each with whether it is
    listed by itself: then a tableau must stand there."""

    path: Path
    table: Table

    @cached_property
    def files(self) -> dict[str, bool]:
        """Raises InputError where nothing is there that is listed."""
        found: dict[str, bool] = {}
        for number, listed in enumerate(self.table.files):
            alone = os.path.isfile(self.path.parent / listed)
            for path in self._matching(listed, self.table.place("files", number)):
                found[path] = found.get(path, False) or alone
        return found

    def _matching(self, listed: str, place: Position | None) -> list[str]:
        """The files that an entry of the list leads to, from the folder of pyproject.toml."""
        folder = self.path.parent
        if not listed or Path(listed).is_absolute():
            raise InputError("this path is not relative", place, repr(listed), _EXPECTED)
        try:
            every = [folder / listed] if os.path.exists(folder / listed) else list(matching(folder, listed))
            paths = [each for one in every for each in (gathered(one) if os.path.isdir(one) else (one,))]
        except (OSError, ValueError):  # no pattern
            paths = []
        if not paths:
            raise InputError("there is no such file", place, repr(listed), _EXPECTED)
        return [Path(os.path.relpath(each, folder)).as_posix() for each in paths]

    def shown(self, file: str) -> str:
        """The path of a listed file, as messages show it."""
        return os.path.relpath(self.path.parent / file)

    def case(self, name: str, subject: Subject, at_least: int | None = None) -> Case:
        """What holds of a tableau that is named so, of which an order may be expected, or an exception made."""
        order, reason = self.table.orders.get(name), self.table.exceptions.get(name)
        case = subject.checked(max((each for each in (order, at_least) if each is not None), default=None))
        if order is not None:
            case = case.expected(order, str(self.table.place("orders", name)))
        embedded = self.table.embedded_orders.get(name)
        if embedded is not None:
            case = case.expected_embedded(embedded, str(self.table.place("embedded_orders", name)))
        if reason is not None:
            place = self.table.place("exceptions", name)
            assert place is not None
            case = case.but(reason, place)
        return case

    def strangers(self, names: Iterable[str], whole: Iterable[str]) -> Iterator[InputError]:
        """What the table says of tableaux that are not there, where these names are those of all that stand in the
        files `whole`."""
        known, looked = set(names), set(whole)
        for key in ("orders", "embedded_orders", "exceptions"):
            for name in getattr(self.table, key):
                file = name.partition("::")[0]
                if name not in known and (file in looked or file not in self.files):
                    place = self.table.place(key, name, key=True)
                    near = suggest.expected(name, known) if known else "FILE::NAME of a tableau"
                    yield InputError("there is no such tableau", place, repr(name), near)


def named(file: str, subjects: Sequence[Subject]) -> list[tuple[str, Subject]]:
    """The tableaux of a file, each with what it is called in the table."""
    seen: Counter[str] = Counter()
    found = []
    for subject in subjects:
        seen[subject.name] += 1
        again = f"[{seen[subject.name]}]" if seen[subject.name] > 1 else ""
        found.append((f"{file}::{subject.name}{again}", subject))
    return found


def nearest(folder: Path) -> Listing | None:
    """The table of the nearest pyproject.toml that has one, in a folder or above it. Raises InputError."""
    for each in (folder, *folder.parents):
        path = each / FILE
        if os.path.isfile(path) and (listing := read(path)) is not None:
            return listing
    return None


def read(path: Path) -> Listing | None:
    """The table of a file, if it has one. Raises InputError."""
    shown = os.path.relpath(path)
    try:
        text = files.content_of(shown, "TOML 1.0").decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(
            "this is not text", Position(shown), "a byte that is not UTF-8", "TOML 1.0"
        ) from None
    node = find(parse_toml(text, shown), TABLE)
    if node is None:
        return None
    return Listing(path, validate(Table, Context(_mapping(node), Source("path", shown))))


def _mapping(node: Node) -> Mapping:
    if not isinstance(node, Mapping):
        raise InputError("a table is expected here", node.position, "a value", f"[{'.'.join(TABLE)}]")
    return node
