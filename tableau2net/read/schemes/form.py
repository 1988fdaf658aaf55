"""Schemes that are written in a form of their own: which tableau they are, and in which order they compute."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Annotated

from tableau2net.exact import Expression, Rounded, as_printed, short
from tableau2net.methods import Claims, Method, Recurrence
from tableau2net.methods.claims import ClaimedEntry
from tableau2net.read.leaves import check_length
from tableau2net.read.model import Later, Section, fault
from tableau2net.read.schemes.matrix import StageMatrix, Vector
from tableau2net.read.schemes.printed import PrintedDocument


class ClaimedTableau(Section):
    """A (s×s, or its lower or strictly lower part), b (s), and optionally b_hat (s) and c (s): what the form is said to
    be."""

    A: StageMatrix
    """The stage matrix, row by row. Example: `[[], [1/2]]`"""
    b: Vector
    """The weights. Example: `[0, 1]`"""
    b_hat: Vector | None = None
    """The weights of the embedded method. Example: `[1, 0]`"""
    c: Vector | None = None
    """The abscissae. Example: `[0, 1/2]`"""


class FormDocument(PrintedDocument):
    """A Runge–Kutta scheme in a form of its own. It is converted exactly and proved as the tableau that it is; networks
    compute in the order of the form. A `tableau` claims that the two are equal."""

    tableau: Annotated[ClaimedTableau | None, Later()] = None
    """The tableau that the form claims to be equal to. Example: `{A: [[], [1]], b: [1/2, 1/2]}`"""

    @abstractmethod
    def recurrence(self) -> Recurrence:
        """The order of operations."""

    def formed(self, recurrence: Recurrence) -> Method:
        """The method that computes in this order, as far as its coefficients are known."""
        return self.known(recurrence.mapped(self.within).method(self.name))

    def coefficients(self) -> Iterable[Expression]:
        return chain(super().coefficients(), self.recurrence().coefficients())

    @property
    def claims(self) -> Claims:
        if self.tableau is None:
            return super().claims
        entries = tuple(self._entries(self.tableau))
        found = [*(entry.value for entry in entries), *(value for _, value in self._named())]
        few = short(part for value in found for part in value.walk() if isinstance(part, Rounded))
        known = tuple(replace(entry, value=as_printed(entry.value, few)) for entry in entries)
        return replace(super().claims, tableau=known)

    def _entries(self, tableau: ClaimedTableau) -> Iterator[ClaimedEntry]:
        for i, row in enumerate(tableau.A):
            for j, value in enumerate(row):
                yield self._entry("A", (i, j), value)
        for key in ("b", "b_hat", "c"):
            for j, value in enumerate(getattr(tableau, key) or ()):
                yield self._entry(key, (j,), value)

    def _entry(self, key: str, at: tuple[int, ...], value: Expression) -> ClaimedEntry:
        place = self.place("tableau", key, *at)
        return ClaimedEntry(key, at, value, "" if place is None else str(place))

    def check(self) -> None:
        super().check()
        self.check_form()
        if self.tableau is not None:
            self._check_tableau(self.tableau)

    @abstractmethod
    def check_form(self) -> None:
        """Raise a fault where the parts of the form do not fit each other."""

    def _check_tableau(self, tableau: ClaimedTableau) -> None:
        stages = len(self.recurrence().reads)
        if len(tableau.A) != stages:
            found, path = f"{len(tableau.A)} rows", ("tableau", "A")
            raise fault("A has the wrong height", found, f"{stages}, one for each stage", path=path)
        for key in ("b", "b_hat", "c"):
            values = getattr(tableau, key)
            if values is not None:
                check_length(key, values, stages, "one for each stage", within=("tableau",))
        if tableau.b_hat is not None and self.recurrence().embedded is None:
            path = ("tableau", "b_hat")
            raise fault("the form has no embedded method", "b_hat", "no such key", path=path, key=True)
