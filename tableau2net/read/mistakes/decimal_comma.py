"""A decimal comma: `0,5` for 0.5, as one text, or torn into two entries of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from tableau2net.read.arrays import add_up_to, rows, scalars, vector
from tableau2net.read.correction import Correction, arrays
from tableau2net.read.yaml_tree import Mapping, Node, Path, Scalar, find
from tableau2net.read.yaml_tree import Sequence as List

_WHOLE, _DIGITS = re.compile(r"[-+\u2212]?\d{1,3}"), re.compile(r"\d{1,40}")
_COMMA = re.compile(r"(?<=\d)(?:,|\{,\})(?=\d)")
MANY = 200  # ways to put a row together, of which none is looked for


def corrections(document: Mapping) -> Iterator[Correction]:
    """The document with a point in each decimal, where entries are texts with a comma, or lists have just as many
    entries too many as there are such commas."""
    changed: dict[Path, Node] = {}
    found = ""
    for path, value, is_matrix in arrays(document):
        meant: Node | None = _pointed(value)
        if meant == value:
            meant = (_whole_rows if is_matrix else _whole_list)(document, path, value)
        if meant is not None and meant != value:
            changed[path] = meant
            found = found or _torn(value, meant)
    if not changed:
        return
    correction = Correction("a decimal is written with a comma", found, "points in decimals", document, ())
    for path, meant in changed.items():
        correction = correction.besides(path, meant)
    yield correction


def _pointed(node: Node) -> Node:
    """A value with points in the place of the commas of its texts, but for those between arguments."""
    if isinstance(node, List):
        return List(tuple(map(_pointed, node.items)), node.position)
    if not isinstance(node, Scalar) or node.text is None or not _COMMA.search(node.text):
        return node
    text = node.text
    commas = [match for match in _COMMA.finditer(text) if not _parts_arguments(text, match.start())]
    for match in reversed(commas):
        text = f"{text[: match.start()]}.{text[match.end() :]}"
    return Scalar(text, node.position, None) if commas else node


def _parts_arguments(text: str, at: int) -> bool:
    """Whether a place in a text is among the arguments of a function."""
    calls: list[bool] = []
    for i, sign in enumerate(text[:at]):
        if sign == "(":
            calls.append(text[:i].rstrip()[-1:].isalpha())
        elif sign == ")" and calls:
            calls.pop()
    return bool(calls) and calls[-1]


def _whole_list(document: Mapping, path: Path, value: Node) -> Node | None:
    """A vector of as many entries as there are stages."""
    row, length = scalars(value), _length(document, path)
    if row is None or length is None:
        return None
    joined = _joined(row, length, 1.0 if path[-1] in ("b", "b_hat") else None)
    return None if joined is None else vector(joined, value.position)


def _whole_rows(document: Mapping, path: Path, value: Node) -> Node | None:
    """A matrix whose rows have the lengths that one of the ways to write it has, of several the one with the fewest
    commas."""
    table = rows(value)
    if table is None or not isinstance(value, List):
        return None
    s, width = len(table), _width(document, path)
    forms = [[s] * s, list(range(s)), list(range(1, s + 1))] if path[-1] == "A" else [[width or 0] * s]
    made = [[_joined(row, length) for row, length in zip(table, form, strict=True)] for form in forms]
    whole = [[row for row in each if row is not None] for each in made]
    best = max((each for each in whole if len(each) == s), key=lambda each: sum(map(len, each)), default=None)
    if best is None:
        return None
    return List(
        tuple(vector(row, item.position) for row, item in zip(best, value.items, strict=True)), value.position
    )


def _length(document: Mapping, path: Path) -> int | None:
    """How many entries a vector beside a matrix A has."""
    A = find(document, (*path[:-1], "A"))
    return len(A.items) if isinstance(A, List) and rows(A) is not None else None


def _width(document: Mapping, path: Path) -> int | None:
    """How many columns U, B or V has: as many as V has rows, or A."""
    other = find(document, (*path[:-1], "A" if path[-1] == "B" else "V"))
    return len(other.items) if isinstance(other, List) else None


def _joined(row: Sequence[Scalar], length: int, goal: float | None = None) -> list[Scalar] | None:
    """The row with so many entries, pairs of them joined by a point; None where it is not certain which. Pairs without
    a blank between them come first, then what adds up to the goal, then decimals below 1."""
    if len(row) <= length:
        return list(row) if len(row) == length else None
    pairs = [_is_pair(*each) for each in pairwise(row)]
    tight = [_is_tight(*each) for each in pairwise(row)]
    if not all(tight):
        pairs = [one and other for one, other in zip(pairs, tight, strict=True)]
    ways = [_put_together(row, way) for way in islice(_ways(pairs, len(row) - length), MANY + 1)]
    if len(ways) > MANY:
        return None
    for likely in (lambda way: goal is None or add_up_to(way, goal), _below_one):
        ways = [way for way in ways if likely(way)] or ways if len(ways) > 1 else ways
    return ways[0] if len(ways) == 1 else None


def _ways(pairs: Sequence[bool], count: int, start: int = 0) -> Iterator[tuple[int, ...]]:
    """All choices of so many pairs that have no entry in common, by their first entries."""
    if not count:
        yield ()
        return
    for i in range(start, len(pairs) - 2 * (count - 1)):
        if pairs[i]:
            yield from ((i, *rest) for rest in _ways(pairs, count - 1, i + 2))


def _put_together(row: Sequence[Scalar], way: Sequence[int]) -> list[Scalar]:
    made, i = [], 0
    while i < len(row):
        if i in way:
            made.append(Scalar(f"{row[i].text}.{row[i + 1].text}", row[i].position, None))
            i += 1
        else:
            made.append(row[i])
        i += 1
    return made


def _is_pair(whole: Scalar, digits: Scalar) -> bool:
    return bool(_WHOLE.fullmatch(whole.text or "") and _DIGITS.fullmatch(digits.text or ""))


def _is_tight(left: Scalar, right: Scalar) -> bool:
    """Whether nothing but a comma stands between two entries."""
    end = left.position.column + len(left.text or "")
    return right.position.line == left.position.line and right.position.column == end + 1


def _below_one(row: Sequence[Scalar]) -> bool:
    texts = [each.text or "" for each in row]
    return all(text.lstrip("-+\u2212").startswith("0.") for text in texts if "." in text)


def _torn(written: Node, meant: Node) -> str:
    """The first decimal as it is written."""
    if isinstance(written, List) and isinstance(meant, List):
        for one, other in zip(written.items, meant.items, strict=False):
            if one != other:
                return _torn(one, other)
    if isinstance(meant, Scalar) and isinstance(written, Scalar):
        return (
            (meant.text or "").replace(".", ",", 1) if "," not in (written.text or "") else written.text or ""
        )
    return ""
