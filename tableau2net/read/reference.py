"""How a document is referred to: by its catalogue name, by a path, or as `-`, standard input."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from tableau2net import files
from tableau2net.catalogue import DOCUMENTS, catalogue, paths
from tableau2net.errors import InputError, Position
from tableau2net.plugins import files as listed
from tableau2net.read import names, suggest
from tableau2net.read.model import Source
from tableau2net.read.text import MAX_BYTES, parse_bytes
from tableau2net.read.yaml_tree import Mapping, Node, Scalar, describe

STDIN = "<standard input>"
SUFFIXES = (".yaml", ".yml")  # of documents


def read_tree(
    reference: str, folder: Path | None = None, folders: tuple[str, ...] = DOCUMENTS
) -> tuple[Mapping, Source]:
    """The tree that a reference leads to; paths are relative to `folder`, or else to the working
    directory. Names are those of the catalogue's `folders`.

    Raises InputError.
    """
    if reference == "-":
        return parse_bytes(standard_input(), STDIN), Source("stdin", reference)
    known = paths(folders)
    if reference in known:
        path = known[reference]
        return parse_bytes(_read(path), _shown(path)), Source("catalogue", reference)
    path = Path(reference) if folder is None else folder / reference
    if reference and os.path.exists(path):
        return parse_bytes(_read(path), str(path)), Source("path", reference)
    if folders == DOCUMENTS and names.is_member(reference):
        return names.member(reference), Source("catalogue", reference)
    if not _looks_like_a_path(reference):
        meant = names.called(reference, known)
        if meant is not None:
            return read_tree(meant, folder, folders)
        titles = {entry.name: entry.title for entry in catalogue(folders)}
        expected = suggest.expected(reference, known, titles)
        if folders == DOCUMENTS:
            expected = f"{names.meant(reference)}{expected}"
        beside = _beside(path)
        here = f"{', '.join(map(repr, beside))}, which lies here, or else " if beside else ""
        raise InputError(
            "nothing in the catalogue has this name", None, describe(reference), f"{here}{expected}"
        )
    return parse_bytes(_read(path), str(path)), Source("path", reference)


def referred(node: Node) -> tuple[Mapping, Source]:
    """The tree of a document that another one names, or holds inline. Raises InputError."""
    if isinstance(node, Mapping):
        return node, Source("inline", "")
    expected = "a catalogue name, a path, or a mapping"
    if not isinstance(node, Scalar) or not node.text:
        raise InputError("a reference is expected here", node.position, "a list", expected)
    if node.text == "-":
        raise InputError("a document cannot name standard input", node.position, "'-'", expected)
    folder = Path(node.position.file).parent if node.position.line else None  # no line: from the command line
    try:
        return read_tree(node.text, folder)
    except InputError as error:
        if error.position is not None and error.position.line:
            raise
        message = f"{error.position}: {error.message}" if error.position else error.message
        raise InputError(message, node.position, error.found, error.expected) from None


def moved_path(path: str, folder: str) -> str:
    """A path as it leads from a folder that is named as it really lies: through folders as they really lie, to a name
    that stays what it is. It looks like a path, and like nothing else."""
    above, name = os.path.split(path)
    there = Path(os.path.relpath(os.path.join(os.path.realpath(above), name), folder)).as_posix()
    return there if _looks_like_a_path(there) and not there.startswith("-") else f"./{there}"


def is_path(reference: str) -> bool:
    """Whether a reference that leads to a document does so as a path."""
    if reference == "-" or reference in paths():
        return False
    if os.path.exists(reference):
        return True
    if names.is_member(reference):
        return False
    return _looks_like_a_path(reference) or names.called(reference, paths()) is None


def _beside(path: Path) -> list[str]:
    """The documents in the folder of a path whose names are spelled like its name, the likeliest first."""
    there = [each.name for suffix in SUFFIXES for each in listed(path.parent, suffix).values()]
    stems = {name: os.path.splitext(name)[0] for name in there}
    wanted = path.stem if path.suffix in SUFFIXES else path.name
    near = suggest.nearest(wanted, stems.values())
    return [str(path.parent / name) for stem in near for name in there if stems[name] == stem]


def _looks_like_a_path(reference: str) -> bool:
    return os.sep in reference or "/" in reference or reference.endswith(SUFFIXES)


def contents(path: Path | str, most: int, expected: str) -> bytes:
    """The first bytes of a file, one more than `most` of a larger one. Raises InputError."""
    try:
        with files.opened(path) as file:
            return file.read(most + 1)
    except OSError as error:
        raise files.unreadable(path, error, expected) from None


def _read(path: Path) -> bytes:
    near = [] if os.path.exists(path) else _beside(path)
    return contents(path, MAX_BYTES, " or ".join(map(repr, near)) if near else "a YAML file")


def standard_input() -> bytes:
    """What stands there, as far as it is looked at; it is read once. Raises InputError."""
    try:
        return _contents(sys.stdin)
    except (OSError, AttributeError) as error:
        raise InputError("this cannot be read", Position(STDIN), str(error), "a document") from None


@lru_cache(maxsize=1)
def _contents(stream: TextIO) -> bytes:
    return stream.buffer.read(MAX_BYTES + 1)


def _shown(path: Path) -> str:
    """The path as messages show it: relative where it lies below the working directory."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
