"""Julia: matrices in brackets, rational and big numbers, static arrays, caches with entries by names such as a21."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tableau2net.notations.code.blocks import Blocks
from tableau2net.notations.code.words import Language
from tableau2net.notations.found import Outcome
from tableau2net.notations.text import Text

SUFFIXES = (".jl",)
LANGUAGE = Language(
    name="julia",
    comment=r"\#=[\s\S]*?=\#|\#[^\n]*|\"\"\"[\s\S]*?\"\"\"",
    number=r"(?P<mantissa>\d[\d_]*\.?\d*|\.\d+)(?:[eEf](?P<power>[+-]?\d+))?",
    lines=True,
    truncates=False,
    base=1,
    by_row=False,
    names=r"[^\W\d][\w!]*",
    signs=r"\.\*|\./|\.\^|//|::|->|=>|==|!=|<=|>=|<:|\+=|-=|\*=|/=|&&|\|\||\.\.\.|\S",
)
_SIGNS = re.compile(r"^\s*(?:function \w+\s*\(|using \w+|struct \w+|@\w+)|\d//\d|\bbig\"", re.MULTILINE)


def recognises(text: str) -> bool:
    """By its functions, rational numbers and macros."""
    return _SIGNS.search(text) is not None


def read(source: Text) -> Iterator[Outcome]:
    """All tableaux, in the order in which they stand."""
    yield from Blocks(source, LANGUAGE).outcomes()
