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

# `verify`, `emit` and `audit` are packages too. Loading a package binds its name here, once: so they are
# loaded first, and the functions of the same names take their places for good.
import tableau2net.audit
import tableau2net.emit
import tableau2net.verify  # noqa: F401
from tableau2net.calls import analyze, audit, convert, show
from tableau2net.calls import list as list  # exported so, and not by *: it would hide Python's own
from tableau2net.errors import ClaimError, InputError
from tableau2net.pipeline import compile, emit, load, verify
from tableau2net.values import scheme
from tableau2net.verify.certificate import assert_verified
from tableau2net.version import __version__

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
