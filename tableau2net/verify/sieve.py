"""Which vectors of a stream are independent of all before: a block of vectors at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from tableau2net.verify.domains import Domain, Element
from tableau2net.verify.domains.rational import FlintRationals
from tableau2net.verify.echelon import Echelon


class Sieve(Protocol):
    """Remembers the independent vectors seen so far."""

    def kept(self, block: Sequence[Sequence[Element]]) -> list[int]:
        """The indices of the vectors of the block that are independent of all before them."""
        ...


def sieve(domain: Domain) -> Sieve:
    """The fastest sieve over a domain."""
    return FlintSieve() if isinstance(domain, FlintRationals) else RowSieve()


class RowSieve:
    """Row reduction over any field."""

    def __init__(self) -> None:
        self.echelon = Echelon()

    def kept(self, block: Sequence[Sequence[Element]]) -> list[int]:
        full = len(block[0]) if block else 0
        return [
            i for i, row in enumerate(block) if self.echelon.rank < full and self.echelon.add(row) is None
        ]


class FlintSieve:
    """The same with python-flint's matrices: with R the reduced row echelon form of what is kept, and M_R the
    columns of a block M at R's pivots, the block lies in the span where M − M_R R = 0."""

    def __init__(self) -> None:
        self.rows: list[list[Element]] = []
        self.reduced: Any = None
        self.pivots: list[int] = []

    def kept(self, block: Sequence[Sequence[Element]]) -> list[int]:
        import flint

        found: list[int] = []
        rest = list(enumerate(block))
        while rest and len(self.rows) < len(block[0]):
            matrix = flint.fmpq_mat(len(rest), len(block[0]), [entry for _, row in rest for entry in row])
            if self.rows:
                at_pivots = [row[pivot] for _, row in rest for pivot in self.pivots]
                matrix -= flint.fmpq_mat(len(rest), len(self.rows), at_pivots) * self.reduced
            residual = matrix.tolist()
            first = next((k for k, row in enumerate(residual) if any(row)), None)
            if first is None:
                break
            found.append(rest[first][0])
            self._keep(residual[first])
            rest = [pair for k, pair in enumerate(rest) if k > first and any(residual[k])]
        return found

    def _keep(self, row: list[Element]) -> None:
        import flint

        self.rows.append(row)
        self.reduced, _ = flint.fmpq_mat(self.rows).rref()
        self.rows = self.reduced.tolist()
        self.pivots = [next(j for j, entry in enumerate(each) if entry) for each in self.rows]
