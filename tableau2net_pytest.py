"""The plugin of pytest: every tableau that a project lists, or that is asked for by `--tableaux`, is a test.

It stands beside the package, and loads it only where there is something to check: pytest loads every plugin that is
installed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tableau2net.checking.cases import Case
    from tableau2net.checking.listing import Listing
    from tableau2net.checking.subjects import Subject

_TABLE = re.compile(r"^\s*\[+\s*tool\s*\.\s*tableau2net\b", re.MULTILINE)
_PICKED = "tableaux_picked"  # as an option, with which pytest-xdist starts its processes
_FILES = pytest.StashKey[dict[str, Path]]()
_LISTING = pytest.StashKey["Listing | None"]()
_CHOSEN = pytest.StashKey[frozenset[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("tableau2net").addoption(
        "--tableaux",
        nargs="*",
        metavar="PATH",
        help="check the tableaux in these files and folders, or, without PATH, those that [tool.tableau2net] lists",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "tableau: a tableau that tableau2net checks")
    config.stash[_CHOSEN] = frozenset(_picked(config))
    if config.stash[_CHOSEN]:
        config.stash[_FILES], config.stash[_LISTING] = _of_the_chosen(config)
    else:
        config.stash[_FILES], config.stash[_LISTING] = _chosen(config)


def _picked(config: pytest.Config) -> list[str]:
    """The tableaux, and the files of them, that are named on the command line as they are listed, FILE::NAME and FILE:
    pytest itself is not told of them, for it would import what it knows as Python. The processes of pytest-xdist have
    them from the first one."""
    found: list[str] | None = getattr(config.option, _PICKED, None)
    if found is not None:
        if config.args_source != pytest.Config.ArgsSource.ARGS:
            config.args = []
        return found
    named = config.args if config.args_source == pytest.Config.ArgsSource.ARGS else []
    maybe = [each for each in named if not _is_test(config, each.partition("::")[0])]
    if not maybe or not _has_table(config.rootpath):
        return []
    from tableau2net.checking.listing import nearest
    from tableau2net.errors import InputError

    try:
        listing = nearest(config.rootpath)
        files = listing.files if listing is not None else {}
    except InputError as error:
        raise pytest.UsageError(str(error)) from None
    picked = {}
    for each in maybe:
        file, colons, name = each.partition("::")
        path = os.path.abspath(config.invocation_params.dir / file)
        listed = os.path.relpath(path, listing.path.parent) if listing is not None else ""
        if Path(listed).as_posix() in files:
            picked[each] = f"{Path(listed).as_posix()}{colons}{name}"
    config.args = [each for each in config.args if each not in picked]
    if picked:
        setattr(config.option, _PICKED, list(picked.values()))
    return list(picked.values())


def _is_test(config: pytest.Config, name: str) -> bool:
    """Whether something is pytest's own by its name: a folder, or a file of tests."""
    path = config.invocation_params.dir / name
    patterns: list[str] = config.getini("python_files")
    return not path.is_file() or any(fnmatch(path.name, pattern) for pattern in patterns)


def _of_the_chosen(config: pytest.Config) -> tuple[dict[str, Path], Listing | None]:
    """The files of the tableaux that are named, and the table that lists them."""
    from tableau2net.checking.listing import nearest

    listing = nearest(config.rootpath)
    assert listing is not None  # they are listed there
    files = dict.fromkeys(each.partition("::")[0] for each in config.stash[_CHOSEN])
    return {file: listing.path.parent / file for file in sorted(files)}, listing


def _chosen(config: pytest.Config) -> tuple[dict[str, Path], Listing | None]:
    """The files to be checked by what they are called, and the table if it is what lists them. It does so where
    `--tableaux` asks for it, and where nothing is named on the command line."""
    requested: list[str] | None = config.getoption("--tableaux")
    if requested:
        return {path.as_posix(): config.invocation_params.dir / path for path in _named(requested)}, None
    whole = config.args_source != pytest.Config.ArgsSource.ARGS
    if requested is None and not (whole and _has_table(config.rootpath)):
        return {}, None
    from tableau2net.checking.listing import nearest
    from tableau2net.errors import InputError

    try:
        listing = nearest(config.rootpath)
        if listing is None:
            raise pytest.UsageError(
                "--tableaux: name a PATH, or list files in [tool.tableau2net] of pyproject.toml"
            )
        return {file: listing.path.parent / file for file in listing.files}, listing
    except InputError as error:
        raise pytest.UsageError(str(error)) from None


def _has_table(folder: Path) -> bool:
    """Whether a pyproject.toml in the folder or above it has the table, as far as a look tells."""
    files = [each / "pyproject.toml" for each in (folder, *folder.parents)]
    return any(path.is_file() and _TABLE.search(path.read_text("utf-8", "replace")) for path in files)


def _named(requested: list[str]) -> Iterator[Path]:
    from tableau2net.notations import gathered

    for name in requested:
        if not Path(name).exists():
            raise pytest.UsageError(f"--tableaux: there is no such file or folder: {name}")
        yield from gathered(Path(name)) if Path(name).is_dir() else (Path(name),)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """The tableaux come after the tests, and are chosen by -k and -m as these are."""
    files, listing = config.stash[_FILES], config.stash[_LISTING]
    chosen, names = config.stash[_CHOSEN], list[str]()
    for file, path in files.items():
        collector = TableauFile.from_parent(session, path=path, name=file, nodeid=file)
        for item in collector.found(file, listing):
            names.append(item.name)
            if not chosen or file in chosen or item.name in chosen:
                items.append(item)
    absent = sorted(each for each in chosen if "::" in each and each not in names)
    if absent:
        raise pytest.UsageError(
            f"there is no such tableau: {', '.join(absent)}; expected {' or '.join(names)}"
        )
    if listing is not None and not chosen:
        strangers = list(listing.strangers(names, files))
        if strangers:
            raise pytest.UsageError("\n".join(map(str, strangers)))


class TableauFile(pytest.File):
    """A file in which tableaux stand."""

    def collect(self) -> Iterator[pytest.Item]:
        yield from self.found(self.name, self.config.stash[_LISTING])

    def found(self, file: str, listing: Listing | None) -> Iterator[pytest.Item]:
        """A test for each tableau; one that fails where the file cannot be read, or has none and is named by itself."""
        from tableau2net.checking.listing import named
        from tableau2net.checking.subjects import fault, subjects
        from tableau2net.errors import InputError, Position, TableauError
        from tableau2net.notations.sources import holds_any

        shown = os.path.relpath(self.path)
        alone = listing.files[file] if listing is not None else False
        try:
            found = named(file, subjects(shown)) if alone or holds_any(shown) else []
            if alone and not found:
                raise InputError("no tableau is found here", Position(shown), "", "a Butcher tableau")
        except TableauError as error:
            found = [(file, fault(error, "", Position(shown)))]
        for name, subject in found:
            yield TableauItem.from_parent(self, name=name, nodeid=name, subject=subject, listing=listing)


class Refuted(Exception):
    """What a check says against a tableau."""


class TableauItem(pytest.Item):
    """A tableau: it passes where all that is claimed of it is proved."""

    def __init__(self, *, subject: Subject, listing: Listing | None, **options: Any) -> None:
        super().__init__(**options)
        self.subject, self.listing = subject, listing
        self.add_marker("tableau")

    def runtest(self) -> None:
        from tableau2net.checking.cases import UnreadCase

        listing = self.listing
        case = self.subject.checked(None) if listing is None else listing.case(self.name, self.subject)
        if case.excepted:
            pytest.xfail(case.excepted)
        if case.status:
            raise Refuted(_told(case))
        if isinstance(case, UnreadCase):
            pytest.skip(case.holds)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, Refuted) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        place = self.subject.position
        return self.path, place.line - 1 if place and place.line else None, self.name


def _told(case: Case) -> str:
    """What the certificate says, below the place of each fault."""
    faults = [
        f"{each.position}: {each.message}" if each.position else each.message
        for each in case.diagnostics
        if each.level != "note"
    ]
    return "\n".join([*faults, *([case.details] if case.certificates else [])])
