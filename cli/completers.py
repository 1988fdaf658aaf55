"""What a shell completes: names of documents, recipes, data sets and the like, found as file names, so that it takes no
time. Where none fits, the shell offers files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import tableau2net
from tableau2net.catalogue import RECIPES, aliases, catalogue, paths
from tableau2net.plugins import files

_PACKAGE = Path(tableau2net.__file__).parent
_SUFFIXES = (".yaml", ".yml")


def document(incomplete: str) -> list[str]:
    """A scheme, a network, or a document in the working directory."""
    return _fitting(incomplete, [*_schemes(), *paths(("networks",)), *_here()])


def scheme(incomplete: str) -> list[str]:
    """A scheme, or a document in the working directory."""
    return _fitting(incomplete, [*_schemes(), *_here()])


def network(incomplete: str) -> list[str]:
    """A network, or a document in the working directory; with a recipe behind an @, as `compare` takes it."""
    before, at, begun = incomplete.partition("@")
    if at:
        return [f"{before}@{name}" for name in recipe(begun)]
    return _fitting(incomplete, [*paths(("networks",)), *_here()])


def recipe(incomplete: str) -> list[str]:
    """A recipe."""
    return _fitting(incomplete, paths((RECIPES,)))


def data(incomplete: str) -> list[str]:
    """A kind of data set."""
    return _fitting(incomplete, _plugins("data/kinds"))


def kind(incomplete: str) -> list[str]:
    """A kind of document, as `list` has them."""
    return _fitting(incomplete, {entry.kind for entry in catalogue()} | {"recipe"})


def change(incomplete: str) -> list[str]:
    """A key that `--set` replaces by the name of a scheme."""
    key, equals, begun = incomplete.partition("=")
    if not equals or key.rpartition(".")[2] not in ("scheme", "starter"):
        return []
    return [f"{key}={name}" for name in _fitting(begun, _schemes())]


def one_of(names: Iterable[str]) -> Callable[[str], list[str]]:
    """What completes one of these words."""

    def complete(incomplete: str) -> list[str]:
        return _fitting(incomplete, names)

    return complete


def plugin(folder: str) -> Callable[[str], list[str]]:
    """What completes the name of a plug-in of a folder of the package."""

    def complete(incomplete: str) -> list[str]:
        return _fitting(incomplete, _plugins(folder))

    return complete


def _schemes() -> Iterator[str]:
    """Schemes by their names and other names, and families, whose arguments follow a colon."""
    yield from paths(("schemes",))
    yield from (name.replace(" ", "-") for name in aliases())
    yield from (f"{name}:" for name in _plugins("read/families"))


def _plugins(folder: str) -> Iterator[str]:
    yield from (name.replace("_", "-") for name in files(_PACKAGE / folder))


def _here() -> Iterator[str]:
    """The documents in the working directory."""
    yield from (path.name for suffix in _SUFFIXES for path in files(Path(), suffix).values())


def _fitting(incomplete: str, names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if name.startswith(incomplete))
