"""The minimal polynomial of a square matrix: the first linear dependence among its powers."""

from __future__ import annotations

from collections.abc import Sequence

from tableau2net.algebra.domains import Domain, Element
from tableau2net.algebra.linear.echelon import Echelon
from tableau2net.algebra.linear.matrix import product


def minimal_polynomial(matrix: Sequence[Sequence[Element]], domain: Domain) -> Sequence[Element]:
    """The monic polynomial of least degree that vanishes at the r×r matrix, the constant term
    first."""
    zero, one = domain.zero, domain.one
    size, echelon = len(matrix), Echelon()
    power = [[one if i == j else zero for j in range(size)] for i in range(size)]
    for degree in range(size + 1):
        unit = [one if i == degree else zero for i in range(size + 1)]
        dependence = echelon.add([entry for row in power for entry in row], unit)
        if dependence is not None:
            return dependence[: degree + 1]
        power = product(power, matrix, domain)
    raise AssertionError("a matrix satisfies its characteristic polynomial (Cayley–Hamilton)")
