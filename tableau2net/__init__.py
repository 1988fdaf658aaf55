"""tableau2net compiles numerical methods, written as Butcher tableaux, into PyTorch networks.

Five stages, each a sub-package, each one function from value to value:

    read      YAML text            → SchemeDocument, NetworkDocument   (errors name file, line, column)
    verify    SchemeDocument       → Certificate                       (exact; refutes what does not hold)
    lower     NetworkDocument      → Graph                             (every scheme a general linear method)
    optimise  Graph                → Graph                             (small passes)
    emit      Graph                → fx.GraphModule, or Python source

Beside them lie `exact` (the numbers), `methods` (the general linear method), `components` (the torch modules that
networks are made of) and `graph` (the graph itself). The functions below run the stages in order; torch is
loaded by `compile` alone. They take what a person has: a catalogue name, a path, a text, numbers, an object of another
package (docs/python.md).
"""

import sys
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from tableau2net.errors import ClaimError, InputError
from tableau2net.version import __version__

if TYPE_CHECKING:
    from tableau2net.calls import analyze, audit, convert, show
    from tableau2net.calls import list as list  # exported so, and not by *: it would hide Python's own
    from tableau2net.pipeline import compile, emit, load, verify
    from tableau2net.values.scheme import scheme
    from tableau2net.verify.certificate import assert_verified

__all__ = [
    "ClaimError",
    "InputError",
    "__version__",
    "analyze",
    "assert_verified",
    "audit",
    "compile",
    "convert",
    "emit",
    "load",
    "scheme",
    "show",
    "verify",
]
_LATER = {  # the functions, and the modules that are loaded when one of them is first asked for
    **dict.fromkeys(("analyze", "audit", "convert", "list", "show"), "tableau2net.calls"),
    **dict.fromkeys(("compile", "emit", "load", "verify"), "tableau2net.pipeline"),
    "scheme": "tableau2net.values.scheme",
    "assert_verified": "tableau2net.verify.certificate",
}


class _Package(ModuleType):
    """This package: the command line, which lies in it, starts without what it does not need."""

    def __getattr__(self, name: str) -> object:
        if name not in _LATER:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        found: object = getattr(import_module(_LATER[name]), name)
        self.__dict__[name] = found
        return found

    def __setattr__(self, name: str, value: object) -> None:
        """`verify`, `emit` and `audit` are packages too, whose loading would bind their names here: these remain those
        of the functions."""
        if name not in _LATER or not isinstance(value, ModuleType):
            super().__setattr__(name, value)

    def __dir__(self) -> Iterable[str]:
        return sorted({*super().__dir__(), *_LATER})


sys.modules[__name__].__class__ = _Package
