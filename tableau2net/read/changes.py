"""What overrides change of a document: its title, its reference and its name are those of the document before.

A title is a person's words for one document. No program knows which of its words another scheme or another width make
false, so a document that was changed says so, and what was changed; unless the overrides have a title of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tableau2net.read.overrides import apply, moved
from tableau2net.read.yaml_tree import Mapping, plain

_DESCRIPTIVE = frozenset({"name", "title", "kind", "reference", "notes"})  # words for people
_SILENT = frozenset({"input", "classes", "norm", "initialisation"})  # of which no name of a network speaks
_LONGEST = 32  # characters of a value that is told


@dataclass(frozen=True, slots=True)
class Changes:
    """The overrides that change what a document means, and the words for people that they bring themselves."""

    overrides: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()

    def moved(self, folder: str) -> Changes:
        """The changes as they are told in a folder: paths to other documents lead from there."""
        return replace(self, overrides=tuple(moved(each, folder) for each in self.overrides))

    @property
    def summary(self) -> str:
        """`changed: scheme=dopri5, periods`: with the values that are short; empty where nothing is changed."""
        return f"changed: {', '.join(map(_short, self.overrides))}" if self.overrides else ""

    @property
    def another(self) -> bool:
        """Whether the document is another network than the one that has its name."""
        return "name" not in self.words and any(_first(each) not in _SILENT for each in self.overrides)


NONE = Changes()


def changed(tree: Mapping, overrides: Sequence[str], option: str) -> tuple[Mapping, Changes]:
    """The tree with every override made, in order, and what they change of it. Raises InputError as `apply` does."""
    changes, words = [], set()
    for override in overrides:
        after = apply(tree, [override], option)
        if plain(after) != plain(tree):
            key = _first(override)
            if key in _DESCRIPTIVE:
                words.add(key)
            else:
                changes.append(override)
        tree = after
    return tree, Changes(tuple(changes), frozenset(words))


def _first(override: str) -> str:
    """The key of the document that an override sets, or sets something in."""
    return override.partition("=")[0].partition(".")[0]


def _short(override: str) -> str:
    key, _, value = override.partition("=")
    line = " ".join(value.split())
    return f"{key}={line}" if len(line) <= _LONGEST and not line.startswith(("{", "[")) else key
