"""C and C++: initialised arrays, arrays that are set entry by entry (SUNDIALS), structs of boost's odeint, PETSc's
registrations, and constants of GSL's and odeint's steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tableau2net.notations.code.blocks import Blocks
from tableau2net.notations.code.words import Language
from tableau2net.notations.found import Outcome
from tableau2net.notations.text import Text

SUFFIXES = (".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".hxx", ".def", ".cu", ".inl")
LANGUAGE = Language(
    name="c",
    comment=r"//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)|^[ \t]*\#(?:[^\n\\]|\\\n|\\.)*",
    number=r"(?P<mantissa>\d+\.?\d*|\.\d+)(?:[eE](?P<power>[+-]?\d+))?(?:[fFlLuUqQ]+\b)?",
    lines=False,
    truncates=True,
    base=0,
)
_SIGNS = re.compile(
    r"^\s*#\s*include|[)=]\s*\{|\b(?:const|static|double|float|struct)\b[^\n]*[;{=]|->\w+\[", re.MULTILINE
)


def recognises(text: str) -> bool:
    """By its declarations, braces and directives."""
    return _SIGNS.search(text) is not None and ";" in text


def read(source: Text) -> Iterator[Outcome]:
    """All tableaux, in the order in which they stand."""
    yield from Blocks(source, LANGUAGE).outcomes()
