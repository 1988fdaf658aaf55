"""The back end on python-flint, over its rational numbers. It is loaded only where python-flint is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import flint

from tableau2net.algebra.backend.backend import LinearMap, Rows
from tableau2net.algebra.backend.flint_sieve import FlintSieve
from tableau2net.algebra.coefficients import divided, monic
from tableau2net.algebra.element import Element, Vector


class FlintBackend:
    """Matrices and polynomials of python-flint."""

    def linear_map(self, rows: Rows) -> LinearMap:
        transposed: Any = self.matrix(rows).transpose()

        def image(vectors: Sequence[Vector]) -> list[Vector]:
            product = flint.fmpq_mat([list(vector) for vector in vectors]) * transposed
            return [tuple(row) for row in product.tolist()]

        return image

    def matrix(self, rows: Rows) -> Any:
        return flint.fmpq_mat([list(row) for row in rows])

    def solved(self, matrix: Rows, right: Rows) -> Rows | None:
        try:
            found: Rows = self.matrix(matrix).solve(self.matrix(right)).tolist()
        except ZeroDivisionError:
            return None
        return found

    def sieve(self) -> FlintSieve:
        return FlintSieve()

    def polynomial_division(self, p: Vector, q: Vector) -> tuple[Vector, Vector]:
        return divided(p, q)

    def monic(self, p: Vector) -> Vector:
        return monic(p)

    def common_divisor(self, p: Vector, q: Vector) -> Vector:
        return tuple(flint.fmpq_poly(list(p)).gcd(flint.fmpq_poly(list(q))).coeffs())

    def polynomial_product(self, p: Vector, q: Vector) -> Vector:
        return tuple((flint.fmpq_poly(list(p)) * flint.fmpq_poly(list(q))).coeffs())

    def polynomial_value(self, p: Vector, x: Element) -> Element:
        return flint.fmpq_poly(list(p))(x)

    def functions_on(self, nodes: Sequence[Fraction]) -> FlintQuotient:
        return FlintQuotient(nodes)


class FlintQuotient:
    """Polynomials modulo a node polynomial."""

    def __init__(self, nodes: Sequence[Fraction]) -> None:
        self.modulus: Any = flint.fmpq_poly([flint.fmpq(a.numerator, a.denominator) for a in nodes])
        self.unit: Vector = (flint.fmpq(1), *(flint.fmpq(0),) * (len(nodes) - 2))

    def product(self, u: Vector, v: Vector) -> Vector:
        result = flint.fmpq_poly(list(u)) * flint.fmpq_poly(list(v)) % self.modulus
        return tuple([result[i] for i in range(len(u))])
