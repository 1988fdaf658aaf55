"""The nearest known name, for the messages that refuse an unknown one.

Names are compared without case, accents and separators: first those that are the same or that people call so, then
those whose title has the words, then those that are spelled alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import chain, islice
from types import MappingProxyType
from unicodedata import combining, normalize

MANY = 24  # names that one line can list
FEW = 3  # names that one line suggests
_WORDS = re.compile(r"[a-z0-9]+")
_TITLED = 4  # letters that a word has to have to be looked for in titles

# What people call things whose names, and titles, are not spelled so. Only what is known where it is asked is offered.
_CALLED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "forward euler": ("euler",),
        "heun": ("heun2", "heun3"),
        "crank nicolson": ("trapezoidal",),
        "implicit trapezoidal": ("trapezoidal",),
        "runge kutta 4": ("rk4",),
        "classical runge kutta": ("rk4",),
        "three eighths": ("rk38",),
        "ode45": ("dopri5",),
        "rk45": ("dopri5", "fehlberg45", "cash_karp"),
        "ode23": ("bs32",),
        "rk23": ("bs32",),
        "rkf45": ("fehlberg45",),
        "stormer verlet": ("verlet", "verlet_position"),
        "gauss legendre": ("gauss2", "gauss3", "gauss"),
        "rk": ("runge-kutta",),
        "butcher": ("runge-kutta",),
        "tableau": ("runge-kutta",),
        "multistep": ("linear-multistep",),
        "lmm": ("linear-multistep",),
        "glm": ("general-linear",),
        "imex": ("partitioned", "imex_euler"),
        "additive": ("partitioned",),
        "learning rate": ("rate",),
        "lr": ("rate",),
        "batch size": ("batch",),
        "num classes": ("classes",),
        "width": ("channels",),
        "filters": ("channels",),
        "blocks": ("steps",),
        "layers": ("steps",),
        "depth": ("steps",),
        "method": ("scheme",),
        "mnist": ("fashion-mnist",),
        "add": ("sum",),
        "concatenate": ("concat",),
        "unroll": ("fused",),
    }
)


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
    asked, titles = name[:100], titles or {}
    ranked = list(_same(asked, names, titles)) or chain(_titled(asked, names, titles), _alike(asked, names))
    return list(islice(dict.fromkeys(ranked), FEW))


def _same(asked: str, names: Collection[str], titles: Mapping[str, str]) -> Iterator[str]:
    """Names that are the same but for case and separators, names that are called so, and names of this very title."""
    key = _key(asked)
    if not key:
        return  # nothing is the same as nothing
    yield from (name for name in names if _key(name) == key)
    called = next((meant for word, meant in _CALLED.items() if _key(word) == key), ())
    yield from (name for name in called if name in names)
    yield from (name for name in names if _key(titles.get(name, "")) == key)


def _titled(asked: str, names: Collection[str], titles: Mapping[str, str]) -> Iterator[str]:
    """Names whose titles have all the words that were asked for, the shortest title first."""
    words = set(_words(asked))
    if any(len(word) >= _TITLED and not word.isdigit() for word in words):
        having = [name for name in names if words <= set(_words(titles.get(name, "")))]
        yield from sorted(having, key=lambda name: len(titles[name]))


def _alike(asked: str, names: Collection[str]) -> Iterator[str]:
    """Names that are spelled alike, without regard to case and separators."""
    keys: dict[str, list[str]] = {}
    for name in names:
        keys.setdefault(_key(name), []).append(name)
    for key in get_close_matches(_key(asked), keys, FEW, 0.5):
        yield from keys[key]


def _words(text: str) -> list[str]:
    """The words of a text, in small letters without accents."""
    plain = normalize("NFKD", text.casefold())
    return _WORDS.findall("".join(each for each in plain if not combining(each)))


def _key(text: str) -> str:
    return "".join(_words(text))
