"""What was found of a tableau, in any of the shapes in which code holds one, as A, b, c and b_hat of all stages."""

from __future__ import annotations

from collections.abc import Mapping

from tableau2net.errors import InputError
from tableau2net.notations.numbers import combined
from tableau2net.read.arrays import NEAR, are_sums, entries, integer, matrix, rows, total, value, vector, zero
from tableau2net.read.yaml_tree import Node, Scalar

MAX_STAGES = 100  # of a tableau that somebody has written out
NO_WEIGHTS = 0.05  # what adds up to less are the weights of an error estimate, which add up to 0

Row = list[Scalar]


def shaped(found: Mapping[str, Node]) -> dict[str, Node] | None:
    """A, b, c and b_hat of what was found as A, b, c, diagonal and embedded; None where that is no tableau.

    Raises InputError, with its place, where it is one and an entry is not known before the code runs.
    """
    A, b = rows(found.get("A")), entries(found.get("b"))
    embedded, c = entries(found.get("embedded")), entries(found.get("c"))
    if A is None or not 1 <= len(A) <= MAX_STAGES:
        return None
    weights = rows(found.get("b"))
    if b is None and weights is not None and len(weights) == 2 and embedded is None:
        b, embedded = weights
    if b is None:
        completed = _without_weights(A, c, embedded, claimed="order" in found)
        if completed is None:
            return None
        A, b = completed
    stages = _stages(A, b, c)
    if stages is None:
        square = len(A) > 1 and all(len(row) == len(A) for row in A)
        tableau = {"A": found["A"], "b": found.get("b"), "c": found.get("c")}
        return {name: node for name, node in tableau.items() if node is not None} if square and c else None
    cut = len(A) > len(b)
    A = _with_diagonal(stages, entries(found.get("diagonal")), found)
    c = c[: len(b)] if c and cut else c
    if c is not None and len(c) == len(b) - 1 and not any(_not_zero(each) for each in A[0]):
        c = [zero(c[0].position), *c]
    if embedded and len(embedded) == len(b) + 1 and not _not_zero(embedded[0]):  # counted from 1
        embedded = embedded[1:]
    if embedded is not None and len(embedded) == len(b) + 1:  # the last slope is that of the next step
        wide = all(len(row) == len(b) for row in A)
        A = [[*row, zero(row[0].position)] if wide else row for row in A]
        A, b = [*A, [*b, zero(b[0].position)] if wide else b], [*b, zero(b[0].position)]
        c = None if c is None else [*c, Scalar("1", c[-1].position, None)]
    if not _known(A, b, c, embedded):
        return None
    place = {name: node.position for name, node in found.items()}
    parts: dict[str, Node] = {"A": matrix(A, place["A"]), "b": vector(b, place.get("b", place["A"]))}
    if c is not None:
        parts["c"] = vector(c, place["c"])
    hat = _embedded(b, embedded)
    if hat is not None:
        parts["b_hat"] = vector(hat, place.get("embedded", place.get("b", place["A"])))
    return parts


def _without_weights(
    A: list[Row], c: Row | None, embedded: Row | None, *, claimed: bool
) -> tuple[list[Row], Row] | None:
    """Rows and weights where the last row is the weights: of stages 2, 3, … and of the step; or where the last stage is
    the step."""
    s, lengths, last = len(A), [len(row) for row in A], A[-1]
    if not last:
        return None
    filled = [*last, *[zero(last[0].position)] * (s - len(last))]
    if lengths[:-1] == list(range(1, s)) and len(last) <= s and c and are_sums(c, [[], *A[:-1]]):
        return [[], *A[:-1]], filled
    if c is not None and len(c) == s and len(last) in (s - 1, s) and (claimed or embedded is not None):
        summed = total(last)
        if are_sums(c, A) and summed is not None and abs(summed - 1) < NEAR:
            return A, filled
    if embedded is not None and len(embedded) == s and len(last) == s - 1 and c is None:
        return A, filled
    return None


def _stages(A: list[Row], b: Row, c: Row | None) -> list[Row] | None:
    """A row for each stage, each of s entries or shorter; None where the rows are not those of s stages."""
    s, lengths = len(b), [len(row) for row in A]
    if len(A) == s - 1 and lengths == list(range(1, s)):
        return [[], *A]
    if len(A) == s - 2 and lengths == list(range(2, s)) and c:  # the second row is the node itself
        return [[], [c[0] if len(c) < s else c[1]], *A]
    if len(A) == s - 1 and set(lengths) == {s - 1} and all(_empty(row[i + 1 :]) for i, row in enumerate(A)):
        return [[], *(row[: i + 1] for i, row in enumerate(A))]
    if len(A) > s and all(_empty(row[i:]) for i, row in enumerate(A[:s])):
        return [row[:i] for i, row in enumerate(A[:s])]
    if len(A) != s or max(lengths) > s + 1:
        return None
    if lengths == [0, *range(2, s + 1)] and s > 1:  # an explicit first stage
        return [[zero(A[1][0].position)], *A[1:]]
    if set(lengths) == {s - 1} and s > 1 and all(_empty(row[i:]) for i, row in enumerate(A)):
        return [row[:i] for i, row in enumerate(A)]
    return A


def _with_diagonal(A: list[Row], diagonal: Row | None, found: Mapping[str, Node]) -> list[Row]:
    if diagonal is None or len(diagonal) != len(A):
        return A
    return [[*row[:i], *[zero(found["A"].position)] * (i - len(row)), diagonal[i]] for i, row in enumerate(A)]


def _embedded(b: Row, embedded: Row | None) -> Row | None:
    """The embedded weights; None where there are none."""
    if not embedded or _empty(embedded):
        return None
    summed = total(embedded)
    if len(embedded) != len(b) or summed is None or abs(summed) >= NO_WEIGHTS:
        return embedded
    return [combined(x, "-", e) for x, e in zip(b, embedded, strict=True)]


def _known(A: list[Row], *vectors: Row | None) -> bool:
    """Whether all entries are known; raises InputError for the first that is not, where most are."""
    numbers = [entry for row in (*A, *vectors) for entry in row or ()]
    gaps = [entry for entry in numbers if entry.text is None]
    if gaps and 2 * len(gaps) <= len(numbers):
        expected = "a number that can be read without running the code"
        raise InputError("the value of this entry is unknown", gaps[0].position, "", expected)
    return not gaps


def _empty(row: Row) -> bool:
    return not any(_not_zero(entry) for entry in row)


def _not_zero(entry: Scalar) -> bool:
    known = value(entry)
    return known is None or known.rational != 0


def told_orders(found: Mapping[str, Node], parts: Mapping[str, Node]) -> dict[str, Scalar]:
    """The claims, as far as they are small whole numbers; that of embedded weights where there are some."""
    claims = {}
    for key in ("order", "embedded_order"):
        claimed = integer(node := found.get(key))
        if claimed is not None and node is not None and claimed >= 0 and (key == "order" or "b_hat" in parts):
            claims[key] = Scalar(str(claimed), node.position, 0)
    return claims
