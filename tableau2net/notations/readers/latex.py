"""LaTeX: tableaux in array, tabular and their kin, with a line above the weights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tableau2net.notations.found import Outcome
from tableau2net.notations.grids import Grid, is_label, tableau
from tableau2net.notations.text import Text
from tableau2net.read.yaml_tree import Scalar

SUFFIXES = (".tex", ".ltx", ".sty")
_ARRAYS = (
    r"array|tabular\*?|tabularx|NiceArray|NiceTabular|NiceMatrix|[bpvBV]?matrix|butchertableau|longtable|tblr"
)
_BEGIN = re.compile(rf"\\begin\s*\{{({_ARRAYS})\}}")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_RULE = re.compile(
    r"\\(?:hline|midrule|cmidrule|cline|Hline|toprule|bottomrule|hdashline|specialrule|addlinespace)"
)
_ROW = re.compile(r"\\\\\s*(?:\*?\s*\[[^\]]*\])?|\\tabularnewline|\\cr(?![a-z])")
_DROPPED = re.compile(
    r"\\(?:displaystyle|textstyle|scriptstyle|rule\{[^}]*\}\{[^}]*\}|phantom\{[^{}]*\}|vphantom\{[^{}]*\}|strut|vspace\{[^}]*\}|"
    r"rowcolor\{[^}]*\}|ensuremath|small|footnotesize|centering|quad|qquad|hspace\{[^}]*\}|noalign\{[^}]*\})"
)
_CAPTION = re.compile(
    r"\\(?:caption|label|section|subsection|paragraph|subsubsection)\*?\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
)
_NAME = re.compile(r"^\s*%\s*([^\n:]{1,60})(?::|$)", re.MULTILINE)
MAX_TABLES = 2000


def recognises(text: str) -> bool:
    """By the beginning of an array."""
    return _BEGIN.search(text) is not None


def read(source: Text) -> Iterator[Outcome]:
    """All tableaux, in the order in which they stand."""
    text = _COMMENT.sub(lambda comment: " " * len(comment.group()), source.text)
    for count, begin in enumerate(_BEGIN.finditer(text)):
        if count >= MAX_TABLES:
            return
        name = begin[1]
        end = text.find(f"\\end{{{name}}}", begin.end())
        inner = _BEGIN.search(text, begin.end())
        if end < 0 or (inner is not None and inner.start() < end):
            continue
        start = _after_arguments(text, begin.end(), end)
        found = tableau(
            _grid(source, text, start, end),
            _title(source.text, begin.start()),
            source.position(begin.start()),
        )
        if found is not None:
            yield found


def _after_arguments(text: str, at: int, end: int) -> int:
    """Where the entries begin: after [t], {c|cc} and the like."""
    while True:
        match = re.compile(r"\s*(\[[^\]]*\]|\{)").match(text, at, end)
        if match is None:
            return at
        if match[1] != "{":
            at = match.end()
            continue
        depth, i = 0, match.end() - 1
        while i < end:
            depth += (text[i] == "{") - (text[i] == "}")
            i += 1
            if not depth:
                break
        if not re.fullmatch(r"\{[\s|!@>cdlrpmbXS<{}\\a-zA-Z0-9.:;*\[\]=,-]*\}", text[match.end() - 1 : i]):
            return at
        at = i


def _grid(source: Text, text: str, start: int, end: int) -> Grid:
    """The entries between two places, above and below the last line that has rows on both sides."""
    bands: list[list[tuple[Scalar | None, ...]]] = [[]]
    at = start
    while at < end:
        match = _ROW.search(text, at, end)
        stop = match.start() if match else end
        while rule := _RULE.search(text, at, stop):
            before = text[at : rule.start()]
            if before.strip():
                bands[-1].append(_cells(source, text, at, rule.start()))
            if bands[-1]:
                bands.append([])
            at = rule.end()
            extra = re.compile(r"\s*(\([^)]*\))?(\{[^}]*\}|\[[^\]]*\])*").match(text, at, stop)
            at = extra.end() if extra else at
        if text[at:stop].strip():
            bands[-1].append(_cells(source, text, at, stop))
        at = match.end() if match else end
    full = [band for band in bands if band]
    if len(full) < 2:
        return Grid(tuple(full[0]) if full else ())
    return Grid(tuple(row for row in full[0]), tuple(row for band in full[1:] for row in band))


def _cells(source: Text, text: str, start: int, end: int) -> tuple[Scalar | None, ...]:
    """The entries of a row; None for what is blank or a name."""
    cells: list[Scalar | None] = []
    at, depth = start, 0
    for i in range(start, end + 1):
        if i < end and text[i] in "{}":
            depth += 1 if text[i] == "{" else -1
        if i == end or (text[i] == "&" and text[i - 1] != "\\" and depth <= 0):
            cells.append(_cell(source, text, at, i))
            at = i + 1
    return tuple(cells)


def _cell(source: Text, text: str, start: int, end: int) -> Scalar | None:
    inside = text[start:end]
    number = (
        _DROPPED.sub(" ", inside).replace("$", " ").replace(r"\(", " ").replace(r"\)", " ").replace("~", " ")
    )
    number = re.sub(r"\\multicolumn\s*\{\d+\}\s*\{[^}]*\}", "", number).strip()
    while (group := re.fullmatch(r"\{([^{}]*)\}", number)) is not None:
        number = group[1].strip()
    if is_label(number):
        return None
    blanks = len(inside) - len(inside.lstrip(" \n\t$"))
    return source.scalar(number, start + blanks)


def _title(text: str, at: int) -> str:
    """The caption, heading or comment that stands nearest before or after, or nothing."""
    before = text[max(0, at - 400) : at]
    comments = list(_NAME.finditer(before))
    if comments and before[comments[-1].end() :].count("\n") <= 4:
        return " ".join(comments[-1][1].split())
    after = _CAPTION.search(text, at, at + 4000)
    named = list(_CAPTION.finditer(before))
    chosen = named[-1] if named else after
    return " ".join(re.sub(r"[\\{}$]", " ", chosen[1]).split())[:60] if chosen else ""
