"""Which names mean what: the dialects of names.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tableau2net.files import content
from tableau2net.read.text import parse_bytes
from tableau2net.read.yaml_tree import plain

Tokens = tuple[str, ...]
ROLES = ("A", "b", "c", "embedded", "diagonal", "order", "embedded_order")


@dataclass(frozen=True)
class Dialect:
    """What each part of a tableau may be called, in the words of its names, the most usual first."""

    name: str
    called: Mapping[str, tuple[Tokens, ...]]

    def stems(self, name: str, role: str) -> Iterator[tuple[int, Tokens]]:
        """For each way in which a name is one of those of a role: which of them, and what else is in it."""
        words = tokens(name)
        for rank, base in enumerate(self.called.get(role, ())):
            if words == base:
                yield rank, ()
            elif words[-len(base) :] == base:
                yield rank, words[: -len(base)]
            elif words[: len(base)] == base:
                yield rank, words[len(base) :]


@cache
def tokens(name: str) -> Tokens:
    """A name in words: without what it is an attribute of, in small letters."""
    return tuple(filter(None, name.rpartition(".")[2].casefold().split("_")))


@cache
def dialects() -> tuple[Dialect, ...]:
    path = Path(__file__).parent / "names.yaml"
    table = plain(parse_bytes(content(path), path.name))
    assert isinstance(table, dict)
    found = []
    for name, roles in table.items():
        assert isinstance(roles, dict)
        called = {role: tuple(tokens(str(each)) for each in names or ()) for role, names in roles.items()}
        found.append(Dialect(name, called))
    return tuple(found)
