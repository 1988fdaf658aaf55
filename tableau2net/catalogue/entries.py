"""The documents that are shipped. A document's name is its file's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tableau2net.files import content
from tableau2net.plugins.kind import files

_KINDS = {"networks": "network", "recipes": "recipe"}  # where the folder tells the kind
DOCUMENTS = ("schemes", "networks")  # the folders whose names share one space

RECIPES = "recipes"  # a folder whose names are their own

_TEXTS = re.compile(r"^(?:title|reference|notes|family):(.*(?:\n[ ]+.*)*)", re.MULTILINE)
_LINE = re.compile(r"^(kind|title): *[\"']?(.*?)[\"']? *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A shipped document; `kind` is a scheme's kind, `network` or `recipe`."""

    name: str
    kind: str
    title: str
    path: Path


@cache
def root() -> Path:
    """The folder of the catalogue: the installed package, or in a checkout the folder beside the
    library."""
    try:
        spec = find_spec("tableau2net.tableaux")
    except ModuleNotFoundError:
        spec = None
    if spec is not None and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(__file__).parents[2] / "tableaux"


@cache
def raw(path: Path) -> bytes:
    """The bytes of a file of the catalogue, read once. Raises OSError."""
    return content(path)


@cache
def paths(folders: tuple[str, ...] = DOCUMENTS) -> dict[str, Path]:
    """The file of each name in these folders, sorted within each."""
    found = [files(root() / folder, ".yaml") for folder in folders]
    return {name: path for each in found for name, path in each.items()}


def catalogue(folders: tuple[str, ...] = DOCUMENTS) -> list[CatalogueEntry]:
    """All entries, schemes first. The files are searched for kind and title only, not parsed."""
    return [_entry(name, path) for name, path in paths(folders).items()]


def texts(entry: CatalogueEntry) -> str:
    """What a document says in words: title, reference, notes, and its family."""
    return " ".join(" ".join(_TEXTS.findall(raw(entry.path).decode())).split())


def _entry(name: str, path: Path) -> CatalogueEntry:
    keys = dict(_LINE.findall(raw(path).decode()))
    kind = _KINDS.get(path.parent.name) or keys.get("kind", "")
    return CatalogueEntry(name, kind, keys.get("title", ""), path)
