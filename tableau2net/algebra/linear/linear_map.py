"""A matrix of exact numbers as a map of vectors: python-flint's product of matrices where the numbers are its
rationals, else row by row over the entries that are not zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tableau2net.algebra.domains import Domain, Element
from tableau2net.algebra.domains.rational import FlintRationals

Vector = tuple[Element, ...]
Map = Callable[[Sequence[Vector]], list[Vector]]  # of several vectors at once


def linear_map(rows: Sequence[Sequence[Element]], zero: Element, domain: Domain) -> Map:
    """The map v ↦ (Σ_j rows_ij v_j)_i."""
    return _by_flint(rows) if isinstance(domain, FlintRationals) else _by_rows(rows, zero)


def _by_flint(rows: Sequence[Sequence[Element]]) -> Map:
    import flint

    transposed: Any = flint.fmpq_mat([list(row) for row in rows]).transpose()

    def image(vectors: Sequence[Vector]) -> list[Vector]:
        product = flint.fmpq_mat([list(vector) for vector in vectors]) * transposed
        return [tuple(row) for row in product.tolist()]

    return image


def _by_rows(rows: Sequence[Sequence[Element]], zero: Element) -> Map:
    sparse = [[(j, a) for j, a in enumerate(row) if a] for row in rows]

    def image(vectors: Sequence[Vector]) -> list[Vector]:
        return [tuple([sum([a * v[j] for j, a in row], zero) for row in sparse]) for v in vectors]

    return image
