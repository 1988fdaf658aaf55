"""What a domain does to many of its elements at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Protocol

from tableau2net.algebra.backend.functions import Algebra
from tableau2net.algebra.element import Element, Vector

Rows = Sequence[Sequence[Element]]
LinearMap = Callable[[Sequence[Vector]], list[Vector]]  # of several vectors at once
Matrix = Any  # has * with another, and ==


class Sieve(Protocol):
    """Remembers the independent vectors seen so far."""

    def kept(self, block: Rows) -> list[int]:
        """The indices of the vectors of the block that are independent of all before them."""
        ...


class Backend(Protocol):
    """The arithmetic of vectors, matrices and polynomials over one domain."""

    def linear_map(self, rows: Rows) -> LinearMap:
        """The map v ↦ (Σ_j rows_ij v_j)_i."""
        ...

    def matrix(self, rows: Rows) -> Matrix:
        """The matrix of these rows, of which there is one at least."""
        ...

    def solved(self, matrix: Rows, right: Rows) -> Rows | None:
        """X with M X = R for an n×n matrix M; None where M is singular."""
        ...

    def sieve(self) -> Sieve:
        """A sieve that has seen nothing."""
        ...

    def polynomial_division(self, p: Vector, q: Vector) -> tuple[Vector, Vector]:
        """Quotient and remainder of p by a polynomial q other than 0, the constant term first."""
        ...

    def monic(self, p: Vector) -> Vector:
        """The multiple of a polynomial with the leading coefficient 1; of 0, 0."""
        ...

    def common_divisor(self, p: Vector, q: Vector) -> Vector:
        """The monic greatest common divisor of two polynomials other than 0, the constant term first."""
        ...

    def polynomial_product(self, p: Vector, q: Vector) -> Vector:
        """p(x) q(x), the constant term first."""
        ...

    def polynomial_value(self, p: Vector, x: Element) -> Element:
        """p(x)."""
        ...

    def functions_on(self, nodes: Sequence[Fraction]) -> Algebra:
        """The functions on the distinct roots of a monic polynomial, the constant term first."""
        ...
