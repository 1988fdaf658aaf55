"""Row reduction over any field, a row at a time."""

from __future__ import annotations

from collections.abc import Sequence

from tableau2net.algebra.element import Element


class Echelon:
    """The reduced rows seen so far, each with its pivot, and each with the combination that made
    it.

    Rows are vectors of one length; `combination` is any vector carried through the same operations.
    """

    def __init__(self) -> None:
        self._rows: list[tuple[int, list[Element], list[Element]]] = []

    @property
    def rank(self) -> int:
        return len(self._rows)

    def add(self, row: Sequence[Element], combination: Sequence[Element] = ()) -> list[Element] | None:
        """None where the row is independent of the earlier ones (it is then one of them); else the
        combination, reduced along with the row to zero."""
        reduced, carried = list(row), list(combination)
        for pivot, other, its_combination in self._rows:
            factor = reduced[pivot]
            if factor:
                tail = zip(reduced[pivot:], other[pivot:], strict=True)  # before its pivot a row is zero
                reduced[pivot:] = [a - factor * b for a, b in tail]
                carried = [a - factor * b for a, b in zip(carried, its_combination, strict=True)]
        first = next((i for i, entry in enumerate(reduced) if entry), None)
        if first is None:
            return carried
        lead = reduced[first]
        self._rows.append((first, [a / lead for a in reduced], [a / lead for a in carried]))
        return None
