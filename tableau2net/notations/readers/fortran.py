"""Fortran: parameters by names such as a21, arrays of constants, reshape, entries that are set one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tableau2net.notations.code.blocks import Blocks
from tableau2net.notations.code.words import Language
from tableau2net.notations.found import Outcome
from tableau2net.notations.text import Text

SUFFIXES = (".f90", ".f95", ".f03", ".f08", ".f", ".for", ".inc")
LANGUAGE = Language(
    name="fortran",
    comment=r"![^\n]*|&[ \t]*(?:![^\n]*)?\n(?:[ \t]*!?[^\n&]*!\n)*[ \t]*&?",
    number=r"(?P<mantissa>\d+\.?\d*|\.\d+)(?:[eEdDqQ](?P<power>[+-]?\d+))?(?:_\w+)?",
    lines=True,
    truncates=True,
    base=1,
    by_row=False,
    texts=r"\"[^\"\n]*\"|'[^'\n]*'",
    signs=r"\*\*|//|::|=>|==|/=|<=|>=|\S",
)
_SIGNS = re.compile(
    r"^\s*(?:real|integer|double\s+precision|subroutine|module|program)\b[^\n]*(?:::|\(|$)|\d_(?:wp|dp|rk)\b|\d[dD][-+]?\d",
    re.MULTILINE | re.IGNORECASE,
)


def recognises(text: str) -> bool:
    """By its declarations and kinds of numbers."""
    return _SIGNS.search(text) is not None and "{" not in text


def read(source: Text) -> Iterator[Outcome]:
    """All tableaux, in the order in which they stand."""
    yield from Blocks(source, LANGUAGE).outcomes()
