"""Which file reads a data set: one file a kind, found by looking for the files. No torch is imported here."""

from __future__ import annotations

import ast
import os
import pkgutil
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tableau2net.errors import InputError, Position
from tableau2net.read import suggest

if TYPE_CHECKING:
    from tableau2net.data.images import DataSet

_FOLDER = Path(__file__).parent / "kinds"


def kinds() -> dict[str, str]:
    """The names of all kinds, sorted, each with the first line of what it says about itself."""
    return {name: _summary(name) for name in sorted(_files())}


def read(reference: str, size: int | None) -> DataSet:
    """The data set that KIND or KIND:PATH refers to, named so. Raises InputError."""
    name, colon, path = reference.partition(":")
    files = _files()
    if name not in files:
        raise InputError(
            "this kind of data set is not known",
            Position(reference) if reference else None,
            repr(name),
            suggest.expected(name, files),
        )
    try:
        module = import_module(f"{__package__}.{_FOLDER.name}.{files[name]}")
        _check(reference, module.FORM, bool(colon), path)
        data: DataSet = module.read(os.path.expanduser(path) if path else None, size)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("tableau2net"):
            raise
        raise InputError(
            f"the data set {name!r} needs a package that is not installed",
            Position(reference),
            f"no module {error.name!r}",
            "pip install 'tableau2net[train]'",
        ) from error
    return replace(data, name=reference)


def _check(reference: str, form: str, colon: bool, path: str) -> None:
    takes, needs = ":PATH" in form, form.endswith(":PATH")
    if (colon and not takes) or (needs and not path) or (colon and not path):
        raise InputError("this is not how the data set is referred to", None, repr(reference), form)


def _files() -> dict[str, str]:
    names = [info.name for info in pkgutil.iter_modules([str(_FOLDER)])]
    return {name.replace("_", "-"): name for name in names}


def _summary(name: str) -> str:
    file = _FOLDER / f"{_files()[name]}.py"
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0]
