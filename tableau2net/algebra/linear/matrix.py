"""Determinants and characteristic polynomials over the exact domains."""

from __future__ import annotations

from collections.abc import Sequence

from tableau2net.algebra.domains import Domain, Element
from tableau2net.algebra.element import absent
from tableau2net.algebra.linear.elimination import solved
from tableau2net.algebra.polynomials.polynomial import Polynomial

__all__ = ["characteristic", "determinant", "product", "reversed_characteristic", "solved"]

Rows = Sequence[Sequence[Element]]


def product(left: Rows, right: Rows, domain: Domain) -> list[list[Element]]:
    """The product of two matrices."""
    zero, columns = domain.zero, list(zip(*right, strict=True))
    return [
        [
            sum((a * b for a, b in zip(row, column, strict=True) if not (absent(a) or absent(b))), zero)
            for column in columns
        ]
        for row in left
    ]


def characteristic(matrix: Rows, domain: Domain) -> list[Element]:
    """The coefficients of det(wI − M) of an n×n matrix, that of w^n, which is 1, first: 1, c_1, …, c_n, by Faddeev and
    LeVerrier:

    N_1 = M,  c_k = −tr(N_k)/k,  N_{k+1} = M (N_k + c_k I).
    """
    zero, size = domain.zero, len(matrix)
    coefficients, power = [domain.one], [list(row) for row in matrix]
    for k in range(1, size + 1):
        c = -sum((power[i][i] for i in range(size)), zero) / domain.integer(k)
        coefficients.append(c)
        if k < size:
            shifted = [[a + c if i == j else a for j, a in enumerate(row)] for i, row in enumerate(power)]
            power = product(matrix, shifted, domain)
    return coefficients


def reversed_characteristic(matrix: Rows, domain: Domain) -> Polynomial:
    """det(I − zM) of a square matrix; of a triangular one it is the product of all 1 − z M_ii."""
    if all(absent(a) for i, row in enumerate(matrix) for a in row[i + 1 :]):
        found = Polynomial((domain.one,), domain)
        for i, row in enumerate(matrix):
            found = found * Polynomial.of((domain.one, -row[i]), domain)
        return found
    return Polynomial.of(characteristic(matrix, domain), domain)


def determinant(matrix: Rows, domain: Domain) -> Element:
    """The determinant, by elimination."""
    value, rows = domain.one, [list(row) for row in matrix]
    while rows:
        pivot = next((i for i, row in enumerate(rows) if row[0]), None)
        if pivot is None:
            return domain.zero
        top = rows.pop(pivot)
        value = value * top[0] * domain.integer((-1) ** pivot)
        rows = [[a - row[0] / top[0] * b for a, b in zip(row[1:], top[1:], strict=True)] for row in rows]
    return value
