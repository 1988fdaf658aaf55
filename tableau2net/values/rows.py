"""Matrices and vectors of other packages in the shape of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tableau2net.values.numbers import Numeral, numeral
from tableau2net.values.tree import listed


def numerals(values: Any, place: str) -> list[Numeral]:
    """The numbers of a vector, each of the format of its array. Raises InputError."""
    entries, binary = listed(values, place)
    return [numeral(each, f"{place}[{i}]", binary) for i, each in enumerate(entries)]


def square(A: Sequence[Sequence[Any]], size: int) -> list[list[Any]]:
    """Rows that may be short, filled up with zeros."""
    return [[*row, *[0] * (size - len(row))] for row in A]


def embedded(b: Any, error: Any) -> list[Numeral]:
    """The weights b − error of an error estimate h Σ error_i f_i, written and not computed."""
    pairs = zip(numerals(b, "b"), numerals(error, "error"), strict=True)
    return [weight.minus(estimate) for weight, estimate in pairs]
