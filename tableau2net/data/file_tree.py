"""A directory or a tar archive, seen as one tree of files. Names are sorted and '/' stands between them."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

from tableau2net import files, memory
from tableau2net.data import archive
from tableau2net.errors import InputError, Position

DEEPEST = 64  # levels of folders


@dataclass(frozen=True, eq=False)
class Tree:
    """The files of a directory or an archive that have certain suffixes, and all folders. Hidden ones are left out.

    `held` is what an archive's files hold; of a directory, files are opened when they are asked for.
    """

    root: str
    files: tuple[str, ...]
    folders: frozenset[str]
    held: Mapping[str, bytes] | None = field(default=None, repr=False)

    def position(self, path: str = "") -> Position:
        """The place of a file or a folder, for messages."""
        if not path:
            return Position(_printable(self.root))
        return Position(_printable(f"{self.root}!{path}" if self.held is not None else self._on_disk(path)))

    def opened(self, path: str) -> BinaryIO:
        """The bytes of a file. Raises InputError."""
        if self.held is not None:
            return io.BytesIO(self.held[path])
        try:
            return files.opened(self._on_disk(path))
        except OSError as error:
            raise InputError("this file cannot be read", self.position(path), _reason(error)) from error

    def read(self, path: str) -> bytes:
        """All bytes of a file. Raises InputError."""
        with self.opened(path) as file:
            try:
                return file.read()
            except OSError as error:
                raise InputError("this file cannot be read", self.position(path), _reason(error)) from error

    def children(self, folder: str = "") -> list[str]:
        """The names of the folders in a folder, sorted."""
        return sorted(
            path.rpartition("/")[2] for path in self.folders if path and path.rpartition("/")[0] == folder
        )

    def below(self, folder: str = "") -> list[str]:
        """The files in a folder and in the folders below it, sorted."""
        return [path for path in self.files if path.startswith(f"{folder}/")] if folder else list(self.files)

    def holds_files(self, folder: str = "") -> bool:
        """Whether files lie in a folder itself."""
        return any(path.rpartition("/")[0] == folder for path in self.files)

    def _on_disk(self, path: str) -> str:
        return os.path.join(self.root, *path.split("/"))


def open_tree(path: str, suffixes: Iterable[str]) -> Tree:
    """The tree at `path` with its files that have one of these suffixes, in any case. Raises InputError."""
    endings = tuple(suffixes)
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        raise InputError(
            "there is nothing that can be read here",
            Position(_printable(path)),
            _reason(error),
            "a directory or a tar archive",
        ) from error
    if stat.S_ISDIR(mode):
        return _directory(path, endings)
    if not stat.S_ISREG(mode):  # a pipe or a device might never end
        raise InputError(
            "this cannot be read", Position(_printable(path)), "no file", "a directory or a tar archive"
        )
    return _archive(path, endings)


def _archive(path: str, endings: tuple[str, ...]) -> Tree:
    held: dict[str, bytes] = {}
    folders: set[str] = set()
    total = 0

    def counted(name: str, size: int) -> None:
        """Refuse what does not fit: contents, and names with those of all folders above."""
        nonlocal total
        place = Position(_printable(f"{path}!{archive.shortened(name)}"))
        total += size + len(name) * _levels(name, place)
        memory.check(total, place, "files up to here", "a directory of them, or a smaller archive")

    def wanted(member: archive.Member) -> bool:
        name = _inside(member.name)
        if not _visible(name) or not name.lower().endswith(endings):
            return False
        counted(name, member.size)
        return True

    for member, content in archive.members(path, wanted):
        name = _inside(member.name)
        if member.kind == "folder":
            if _visible(name):
                counted(name, 0)
                _add_with_parents(name, folders)
        elif held.setdefault(name, content) != content:
            place = Position(_printable(f"{path}!{archive.shortened(name)}"))
            raise InputError("two members have one name and differ", place, "", "names that differ")
    return _tree(path, held, folders, held)


def _directory(path: str, endings: tuple[str, ...]) -> Tree:
    found: list[str] = []
    folders: set[str] = set()

    def walk(folder: str, above: frozenset[tuple[int, int]]) -> None:
        status = os.stat(folder)
        here = (status.st_dev, status.st_ino)
        if here in above:
            return  # a link to a folder around itself
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                inside = os.path.relpath(entry.path, path).replace(os.sep, "/")
                if entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    _levels(inside, Position(_printable(entry.path)))
                    folders.add(inside)
                    walk(entry.path, above | {here})
                elif entry.name.lower().endswith(endings) and entry.is_file():
                    found.append(inside)

    try:
        walk(path, frozenset())
    except OSError as error:
        place = Position(_printable(os.fsdecode(error.filename or path)))
        raise InputError("this folder cannot be read", place, _reason(error)) from error
    return _tree(path, found, folders, None)


def _tree(root: str, names: Iterable[str], folders: set[str], held: Mapping[str, bytes] | None) -> Tree:
    for parent in {name.rpartition("/")[0] for name in names}:
        _add_with_parents(parent, folders)
    tree = Tree(root, tuple(sorted(names)), frozenset(folders - {""}), held)
    for name in (*tree.files, *tree.folders):
        if _printable(name) != name:
            raise InputError("the name of this file is not UTF-8", tree.position(name))
    return tree


def _inside(name: str) -> str:
    return "/".join(part for part in PurePosixPath(name).parts if part != "/")


def _visible(name: str) -> bool:
    return not any(part.startswith(".") for part in name.split("/"))


def _levels(name: str, place: Position) -> int:
    """How deep a name lies. Raises InputError where every folder above it would be too many."""
    levels = name.count("/") + 1
    if levels > DEEPEST:
        raise InputError("this lies too deep", place, f"{levels:,} levels", f"at most {DEEPEST}")
    return levels


def _add_with_parents(name: str, folders: set[str]) -> None:
    while name and name not in folders:
        folders.add(name)
        name = name.rpartition("/")[0]


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def _printable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
