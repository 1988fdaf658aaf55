"""Which vectors of a stream are independent of all before, by python-flint's matrices: a block of vectors at a time."""

from __future__ import annotations

from collections.abc import Sequence

import flint

from tableau2net.algebra.coefficients import PRIME
from tableau2net.algebra.element import Element

FEW = 64  # rows whose reduced echelon form is small over the rational numbers


class FlintSieve:
    """Row reduction with python-flint's matrices.

    The pivots of the reduced echelon form of the transposed matrix are the rows that are independent of all before
    them. Of many rows that form is large over the rational numbers; it is then taken modulo a prime. What is
    independent there is independent over the rational numbers; that all others depend on it is proved: with R the
    reduced echelon form of what is kept and M_R the columns of the block M at R's pivots, M − M_R R = 0. Where that
    fails, the prime was a bad one, and the rows that are left go through once more, the first of them kept.
    """

    def __init__(self) -> None:
        self.rows: list[Sequence[Element]] = []

    def kept(self, block: Sequence[Sequence[Element]]) -> list[int]:
        if not block or len(self.rows) == len(block[0]):
            return []
        if len(self.rows) + len(block) <= FEW:
            found = self._independent(block, modulo=False)
            self.rows += [block[k] for k in found]
            return found
        return self._kept_of_many(block)

    def _kept_of_many(self, block: Sequence[Sequence[Element]]) -> list[int]:
        found: list[int] = []
        rest = list(range(len(block)))
        while rest and len(self.rows) < len(block[0]):
            new = self._independent([block[i] for i in rest], modulo=True)
            if not new and found:
                new = [0]  # not in the span, as is known, though the prime does not show it
            found += [rest[k] for k in new]
            self.rows += [block[rest[k]] for k in new]
            rest = [i for k, i in enumerate(rest) if k not in new]
            if not rest or len(self.rows) == len(block[0]):
                break
            rest = self._outside(block, rest)
        return sorted(found)

    def _independent(self, block: Sequence[Sequence[Element]], *, modulo: bool) -> list[int]:
        """The rows of the block that are independent of what is kept and of all before them, exactly or modulo the
        prime."""
        matrix = flint.fmpq_mat([list(row) for row in (*self.rows, *block)])
        columns = flint.nmod_mat(matrix.numer_denom()[0], PRIME) if modulo else matrix
        echelon, rank = columns.transpose().rref()
        pivots, column = list[int](), 0
        for row in echelon.tolist()[:rank]:
            while row[column] == 0:
                column += 1
            pivots.append(column)
        return [pivot - len(self.rows) for pivot in pivots if pivot >= len(self.rows)]

    def _outside(self, block: Sequence[Sequence[Element]], rest: list[int]) -> list[int]:
        """Those rows of the block that are not in the span of what is kept, over the rational numbers."""
        if not self.rows:
            return [i for i in rest if any(block[i])]
        reduced, _ = flint.fmpq_mat([list(row) for row in self.rows]).rref()
        pivots = [next(j for j, entry in enumerate(row) if entry) for row in reduced.tolist()]
        matrix = flint.fmpq_mat([list(block[i]) for i in rest])
        at_pivots = flint.fmpq_mat([[block[i][pivot] for pivot in pivots] for i in rest])
        difference = matrix - at_pivots * reduced
        if difference == flint.fmpq_mat(len(rest), len(block[0])):
            return []
        return [i for i, row in zip(rest, difference.tolist(), strict=True) if any(row)]
