"""The back end in Python alone, over any domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from tableau2net.algebra.backend.backend import LinearMap, Rows
from tableau2net.algebra.backend.functions import Quotient
from tableau2net.algebra.coefficients import coprime_modulo, divided, monic, times, value
from tableau2net.algebra.element import Element, Vector
from tableau2net.algebra.linear.echelon import Echelon
from tableau2net.algebra.linear.elimination import solved


class _Numbers(Protocol):
    """What is asked of a domain here."""

    @property
    def zero(self) -> Element: ...
    @property
    def one(self) -> Element: ...
    def number(self, value: Fraction) -> Element: ...


@dataclass(frozen=True)
class PlainBackend:
    """Row by row over the entries that are not zero."""

    domain: _Numbers

    def linear_map(self, rows: Rows) -> LinearMap:
        zero = self.domain.zero
        sparse = [[(j, a) for j, a in enumerate(row) if a] for row in rows]

        def image(vectors: Sequence[Vector]) -> list[Vector]:
            return [tuple([sum([a * v[j] for j, a in row], zero) for row in sparse]) for v in vectors]

        return image

    def matrix(self, rows: Rows) -> PlainMatrix:
        return PlainMatrix([list(row) for row in rows], self.domain.zero)

    def solved(self, matrix: Rows, right: Rows) -> Rows | None:
        return solved(matrix, right)

    def sieve(self) -> RowSieve:
        return RowSieve()

    def polynomial_division(self, p: Vector, q: Vector) -> tuple[Vector, Vector]:
        return divided(p, q)

    def monic(self, p: Vector) -> Vector:
        return monic(p)

    def common_divisor(self, p: Vector, q: Vector) -> Vector:
        """By Euclid's algorithm."""
        while q:
            p, q = q, self.monic(self.polynomial_division(p, q)[1])
        return self.monic(p)

    def polynomial_product(self, p: Vector, q: Vector) -> Vector:
        return times(p, q, self.domain.zero)

    def polynomial_value(self, p: Vector, x: Element) -> Element:
        return value(p, x, self.domain.zero)

    def functions_on(self, nodes: Sequence[Fraction]) -> Quotient:
        return Quotient([self.domain.number(a) for a in nodes], self.domain.zero, self.domain.one)


class PlainRationalBackend(PlainBackend):
    """The same over the standard library's fractions."""

    def common_divisor(self, p: Vector, q: Vector) -> Vector:
        return (self.domain.one,) if coprime_modulo(p, q) else super().common_divisor(p, q)


@dataclass(frozen=True, eq=False)
class PlainMatrix:
    """A matrix by its rows. Two are equal where their difference is 0, as that of two balls may be."""

    rows: list[list[Element]]
    zero: Element

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlainMatrix) and not any(
            a - b
            for row, line in zip(self.rows, other.rows, strict=True)
            for a, b in zip(row, line, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]

    def __mul__(self, other: PlainMatrix) -> PlainMatrix:
        return PlainMatrix([self._times(row, other) for row in self.rows], self.zero)

    def _times(self, row: Sequence[Element], other: PlainMatrix) -> list[Element]:
        total = [self.zero] * len(other.rows[0])
        for a, line in zip(row, other.rows, strict=True):
            if a:
                total = [t + a * b if b else t for t, b in zip(total, line, strict=True)]
        return total

    def tolist(self) -> Rows:
        return self.rows


class RowSieve:
    """Row reduction over any field."""

    def __init__(self) -> None:
        self.echelon = Echelon()

    def kept(self, block: Rows) -> list[int]:
        full = len(block[0]) if block else 0
        return [
            i for i, row in enumerate(block) if self.echelon.rank < full and self.echelon.add(row) is None
        ]
