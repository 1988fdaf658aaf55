"""MATLAB and Octave: matrices in brackets, and entries that are set one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tableau2net.notations.code.blocks import Blocks
from tableau2net.notations.code.words import Language
from tableau2net.notations.found import Outcome
from tableau2net.notations.text import Text

SUFFIXES = (".m",)
LANGUAGE = Language(
    name="matlab",
    comment=r"%[^\n]*|\.\.\.[^\n]*\n",
    number=r"(?P<mantissa>\d+\.?\d*|\.\d+)(?:[eEdD](?P<power>[+-]?\d+))?",
    lines=True,
    truncates=False,
    base=1,
    by_row=False,
    texts=r"\"[^\"\n]*\"|(?<![\w\])'])'[^'\n]*'",
    signs=r"\.\*|\./|\.\^|==|~=|<=|>=|\S",
)
_SIGNS = re.compile(r"^\s*\w+\s*=\s*\[[^\]]*\]\s*;?\s*(?:%[^\n]*)?$", re.MULTILINE)


def recognises(text: str) -> bool:
    """By matrices in brackets with semicolons between rows."""
    return _SIGNS.search(text) is not None and ";" in text


def read(source: Text) -> Iterator[Outcome]:
    """All tableaux, in the order in which they stand."""
    yield from Blocks(source, LANGUAGE).outcomes()
