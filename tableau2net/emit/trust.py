"""Whose code may be imported: a class that a document names is imported only where the reader was told that it is.

Importing a module runs it, and a document may come from anybody. So a class of the user's own is imported where the
call says so (`--allow-custom`, `allow_custom=True`), or where its module lies below the folder of the document that
names it, and so came with it. Where a module lies is found without importing anything: not it, and none of the
packages around it.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

_ALLOWED: ContextVar[bool] = ContextVar("allowed", default=False)
_PACKAGES = {"site-packages", "dist-packages"}  # folders of installed packages, of whichever environment
_INSTALLED = tuple(
    {os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
)


@contextmanager
def allowing(allow: bool = True) -> Iterator[None]:
    """Within it, every class that a document names may be imported, or none but those below its folder."""
    before = _ALLOWED.set(allow)
    try:
        yield
    finally:
        _ALLOWED.reset(before)


def allow() -> None:
    """Let every class be imported from here on, in this context."""
    _ALLOWED.set(True)


def allowed() -> bool:
    """Whether every class may be imported."""
    return _ALLOWED.get()


def trusted(module: str, folder: str) -> bool:
    """Whether a module may be imported for a document of this folder; of one that was read from no file, ''."""
    return allowed() or bool(folder and _lies_below(module, os.path.realpath(folder)))


def _lies_below(module: str, folder: str) -> bool:
    """Whether the module, and every package around it, would be imported from below the folder, and from no place where
    packages are installed. One that is imported already counts with the place that it came from."""
    above: Sequence[str] | None = None
    parts = module.split(".")
    for depth in range(1, len(parts) + 1):
        name = ".".join(parts[:depth])
        if name in sys.modules:
            places = _of_loaded(sys.modules[name])
            above = list(getattr(sys.modules[name], "__path__", ()))
        else:
            spec = _found(name, above)
            if spec is None:
                return True  # there is none, and nothing is run by finding that out again
            places = _places(spec, above)
            above = _folders(spec, above)
        if not places or not all(_within(place, folder) for place in places):
            return False
    return True


def _found(name: str, above: Sequence[str] | None) -> ModuleSpec | None:
    """Where Python would find a module, below the folders `above` of the package that holds it. Nothing is run."""
    found = (finder.find_spec(name, above) for finder in sys.meta_path)
    try:
        return next((spec for spec in found if spec is not None), None)
    except (
        KeyError
    ):  # a package without a file in one that is not imported, which Python asks for its folders
        return ModuleSpec(name, None, is_package=True)


def _of_loaded(module: ModuleType) -> list[str]:
    """The places of a module that is imported already; none of one that has no file, as a session's `__main__`."""
    spec = getattr(module, "__spec__", None)
    if spec is None:
        file = getattr(module, "__file__", None)
        return [file] if isinstance(file, str) else []
    return [spec.origin] if spec.origin and spec.has_location else list(getattr(module, "__path__", ()))


def _places(spec: ModuleSpec, above: Sequence[str] | None) -> list[str]:
    """The file of a module, or the folders of a package without one."""
    return [spec.origin] if spec.origin and spec.has_location else _folders(spec, above)


def _folders(spec: ModuleSpec, above: Sequence[str] | None) -> list[str]:
    """The folders of a package; none of any other module. Those of one without a file are looked for here: Python asks
    the package around it, which is not imported."""
    if spec.submodule_search_locations is None:
        return []
    if spec.origin and spec.has_location:
        return list(spec.submodule_search_locations)
    tail = spec.name.rpartition(".")[2]
    folders = (os.path.join(each or os.curdir, tail) for each in (sys.path if above is None else above))
    return [each for each in folders if os.path.isdir(each)]


def _within(place: str, folder: str) -> bool:
    real = Path(os.path.realpath(place))
    installed = any(real.is_relative_to(each) for each in _INSTALLED) or _PACKAGES & set(real.parts)
    return real.is_relative_to(folder) and not installed
