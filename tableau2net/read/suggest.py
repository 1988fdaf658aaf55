"""The nearest known name, for the messages that refuse an unknown one.

Names are compared without case, accents and separators: first those that are the same or that people call so, then
those whose title has the words, then those that are spelled alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from unicodedata import combining, normalize

from tableau2net.files import content
from tableau2net.read.text import parse_bytes
from tableau2net.read.yaml_tree import plain

MANY = 24  # names that one line can list
FEW = 3  # names that one line suggests
_WORDS = re.compile(r"[a-z0-9]+")
_TITLED = 4  # letters that a word has to have to be looked for in titles

_SYNONYMS = Path(__file__).with_name("synonyms.yaml")


def expected(name: str, known: Iterable[str], titles: Mapping[str, str] | None = None) -> str:
    """What was expected where `name` was found: the nearest known name first, then what there is. `titles` are those
    of some of the names."""
    names = sorted(known)
    if not names:
        return "nothing here"
    near = nearest(name, names, titles)
    if len(names) > MANY:
        return " or ".join(map(repr, near)) if near else f"one of {len(names)} other names"
    some = f"one of {', '.join(names)}"
    return f"{near[0]!r}, or else {some}" if near else some


def nearest(name: str, names: Collection[str], titles: Mapping[str, str] | None = None) -> list[str]:
    """The few names that may have been meant, the likeliest first."""
    query, titles = name[:100], titles or {}
    ranked = list(_same(query, names, titles)) or chain(_titled(query, names, titles), _alike(query, names))
    return list(islice(dict.fromkeys(ranked), FEW))


def _same(query: str, names: Collection[str], titles: Mapping[str, str]) -> Iterator[str]:
    """Names that are the same but for case and separators, names that are called so, and names of this very title."""
    of = key(query)
    if not of:
        return  # nothing is the same as nothing
    yield from (name for name in names if key(name) == of)
    yield from (name for name in synonyms().get(of, ()) if name in names)
    yield from (name for name in names if key(titles.get(name, "")) == of)


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """The names that are meant by what people call things, without separators."""
    called = plain(parse_bytes(content(_SYNONYMS), _SYNONYMS.name))
    assert isinstance(called, dict)
    return MappingProxyType(
        {key(words): tuple(map(str, names)) for words, names in called.items() if isinstance(names, list)}
    )


def _titled(query: str, names: Collection[str], titles: Mapping[str, str]) -> Iterator[str]:
    """Names whose titles have all the words that were asked for, the shortest title first."""
    words = set(_words(query))
    if any(len(word) >= _TITLED and not word.isdigit() for word in words):
        having = [name for name in names if words <= set(_words(titles.get(name, "")))]
        yield from sorted(having, key=lambda name: len(titles[name]))


def _alike(query: str, names: Collection[str]) -> Iterator[str]:
    """Names that are spelled alike, without regard to case and separators."""
    keys: dict[str, list[str]] = {}
    for name in names:
        keys.setdefault(key(name), []).append(name)
    for near in get_close_matches(key(query), keys, FEW, 0.5):
        yield from keys[near]


def _words(text: str) -> list[str]:
    """The words of a text, in small letters without accents."""
    plain = normalize("NFKD", text.casefold())
    return _WORDS.findall("".join(each for each in plain if not combining(each)))


def key(text: str) -> str:
    """A name without case, accents and separators."""
    return "".join(_words(text))
