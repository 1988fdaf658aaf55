"""Plain text: tableaux drawn with bars (0 │ …), tables of Markdown, CSV, matrices by blanks, `A = [0 0; 1/2 0]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tableau2net.notations.code.blocks import Blocks
from tableau2net.notations.found import Outcome
from tableau2net.notations.grids import Grid, is_label, plain, tableau
from tableau2net.notations.numbers import has_decimal_commas
from tableau2net.notations.readers.matlab import LANGUAGE
from tableau2net.notations.text import Text
from tableau2net.read.yaml_tree import Scalar

SUFFIXES = (".txt", ".csv", ".tsv", ".dat", ".md", ".rst")
_BARS = "│┃|║"
_RULE = re.compile(r"^[\s>#*]*[─━═\-=_+┼╂┿╋╪╬├┤|│:]{3,}\s*$")
_NUMBER = re.compile(r"[-+\u2212\u2013]?\s*[\d.√½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞(]")
_HEADING = re.compile(r"^\s*(?:[#>*%]+\s*)?(.*?\w.*?)\s*(?::.*)?$")
MAX_CELLS = 20_000


def recognises(text: str) -> bool:
    """By bars, or by lines of numbers."""
    lines = [line for line in text.splitlines()[:400] if line.strip()]
    barred = sum(any(bar in line for bar in _BARS) for line in lines)
    numbers = sum(_NUMBER.match(line.strip()) is not None for line in lines)
    return barred >= 2 or numbers >= 2 or re.search(r"=\s*\[[^\]]*\]", text) is not None


def read(source: Text) -> Iterator[Outcome]:
    """All tableaux, in the order in which they stand."""
    found: list[Outcome] = []
    for start, end in _paragraphs(source):
        outcome = _drawn(source, start, end) or _table(source, start, end)
        if outcome is not None:
            found.append(outcome)
    if "=" in source.text and "[" in source.text:
        found += Blocks(source, LANGUAGE).outcomes()
    yield from sorted(found, key=lambda each: (each.position.line, each.position.column))


def _paragraphs(source: Text) -> Iterator[tuple[int, int]]:
    """The first and the last line, from 0, of what stands together without a blank line."""
    start: int | None = None
    for i, line in enumerate([*source.lines, ""]):
        if line.strip():
            start = i if start is None else start
        elif start is not None:
            yield start, i
            start = None


def _title(source: Text, start: int) -> str:
    """The last line of words before."""
    for line in reversed(source.lines[max(0, start - 3) : start]):
        match = _HEADING.match(line)
        if (
            match
            and re.search(r"[^\W\d]{2}", match[1])
            and not _NUMBER.match(match[1])
            and not any(bar in line for bar in _BARS)
        ):
            return re.sub(r"[*_`]", "", match[1]).strip()[:60]
    return ""


def _drawn(source: Text, start: int, end: int) -> Outcome | None:
    """A tableau with a bar after the nodes, or a table of Markdown."""
    first = next((i for i in range(start, end) if any(bar in source.lines[i] for bar in _BARS)), None)
    if first is None:
        return None
    above: list[tuple[Scalar | None, ...]] = []
    below: list[tuple[Scalar | None, ...]] = []
    ruled = False
    for i in range(first, end):
        line = source.lines[i]
        if _RULE.match(line):
            if above and not _is_head(source.lines[i - 1]):
                ruled = True
            else:
                above = []  # what stood above was the head of a table
            continue
        if not any(bar in line for bar in _BARS):
            break
        (below if ruled else above).append(_cells(source, i))
    title = (
        " ".join(source.lines[start:first]).strip()[:60].rstrip(":")
        if first > start
        else _title(source, start)
    )
    if first > start:
        title = re.sub(r"[*_`#]", "", title.partition(":")[0]).strip()
    place = source.position(source.starts[first])
    return tableau(Grid(tuple(above), tuple(below)), title, place) if above else None


def _is_head(line: str) -> bool:
    """Whether a line is the head of a table: | c | 1 | 2 |."""
    return line.strip().startswith("|") and re.match(r"^\|\s*[A-Za-z]", line.strip()) is not None


def _cells(source: Text, i: int) -> tuple[Scalar | None, ...]:
    """The node before the first bar, and the entries behind it, parted by further bars, or else by blanks."""
    line, offset = source.lines[i], source.starts[i]
    markdown = line.strip().startswith("|") and line.strip().endswith("|") and line.count("|") > 2
    bars = [k for k, sign in enumerate(line) if sign in _BARS]
    if markdown:
        spans = list(zip([k + 1 for k in bars[:-1]], bars[1:], strict=True))
        return tuple(_cell(source, offset, line, a, b) for a, b in spans)
    node = _cell(source, offset, line, 0, bars[0])
    if len(bars) > 1 and line[bars[0] + 1 :].count(line[bars[-1]]) > 1:
        edges = [*bars, len(line)]
        spans = list(zip([k + 1 for k in edges[:-1]], edges[1:], strict=True))
        return (node, *(_cell(source, offset, line, a, b) for a, b in spans))
    entries = _parted(line, bars[0] + 1)
    return (node, *(_cell(source, offset, line, a, b) for a, b in entries))


def _parted(line: str, start: int) -> list[tuple[int, int]]:
    """Entries that are parted by two blanks or more where there are such, by commas, or else by one blank."""
    body = line[start:].rstrip(" \t│|,;")
    separators = r"\s*[;&]\s*" if has_decimal_commas(line) else r"\s*[,;&]\s*"
    for separator in (separators, r"\s{2,}|\t", r"(?<![-+*/(\u2212])\s+(?![-+*/)]\s)"):
        if re.search(separator, body.strip()):
            break
    spans, at = [], len(body) - len(body.lstrip())
    for match in re.finditer(separator, body):
        if match.start() <= at and not body[at : match.start()].strip():
            continue
        spans.append((start + at, start + match.start()))
        at = match.end()
    return [*spans, (start + at, start + len(body))] if body.strip() else []


def _separated(line: str) -> list[tuple[int, int]]:
    """The cells of a line of CSV, whose last may be empty."""
    separator = ";" if has_decimal_commas(line) else "[,;]"
    edges = [-1, *(match.start() for match in re.finditer(separator, line)), len(line)]
    spans = [(a + 1, b) for a, b in pairwise(edges)]
    while spans and not line[slice(*spans[-1])].strip():
        spans.pop()
    return spans


def _cell(source: Text, offset: int, line: str, start: int, end: int) -> Scalar | None:
    text = line[start:end]
    number = text.strip().strip("$`*").strip()
    if is_label(number):
        return None
    return source.scalar(number, offset + start + len(text) - len(text.lstrip()), verbatim=True)


def _table(source: Text, start: int, end: int) -> Outcome | None:
    """A table of numbers by commas or blanks: nodes, A, and the weights below."""
    rows: list[list[Scalar]] = []
    first = start
    for i in range(start, end):
        line, offset = source.lines[i], source.starts[i]
        bare = line.split("#")[0].rstrip()
        if not rows and not _NUMBER.match(bare.strip(" ,;\t")):
            first = i + 1
            continue
        spans = (
            _separated(bare)
            if ";" in bare or ("," in bare and not has_decimal_commas(bare))
            else _parted(bare, 0)
        )
        cells = [_cell(source, offset, bare, a, b) for a, b in spans]
        cells = cells[1:] if cells and cells[0] is None else cells
        if any(cell is None for cell in cells) or len(rows) > 200:
            return None
        rows.append([cell for cell in cells if cell is not None])
    if len(rows) < 2 or sum(map(len, rows)) > MAX_CELLS:
        return None
    title = source.lines[first - 1].strip("#% :\t") if first > start else _title(source, start)
    return plain(rows, title.partition(":")[0][:60], rows[0][0].position)
