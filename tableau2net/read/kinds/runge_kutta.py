"""Runge–Kutta documents: the tableau A, b, c, with embedded weights b_hat where there are any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from tableau2net.methods import Method, runge_kutta
from tableau2net.read.leaves import Choice, check_length
from tableau2net.read.schemes.embedded import EmbeddedDocument
from tableau2net.read.schemes.matrix import Matrix, PatternVector, StageMatrix, Vector


class RungeKuttaDocument(EmbeddedDocument):
    """A (s×s, or its lower or strictly lower part), b (s), and optionally c (s) and b_hat (s)."""

    kind: Annotated[Literal["runge-kutta"], Choice()]
    A: StageMatrix
    """The stage matrix, row by row; zeros at the end of a row may be left out. Example: `[[], [1/2], [0, 1/2], [0, 0,
    1]]`"""
    b: PatternVector
    """The weights of the slopes. Example: `[1/6, 1/3, 1/3, 1/6]`"""
    c: Vector | None = None
    """The abscissae; without them, the row sums of A. Example: `[0, 1/2, 1/2, 1]`"""
    b_hat: Vector | None = None
    """The weights of the embedded method, not the differences b − b̂. Example: `[1, 0, 0, 0]`"""

    def matrices(self) -> Mapping[str, Matrix]:
        return {"a": self.A}

    def vectors(self) -> Mapping[str, Vector | None]:
        return {"b": self.b, "b_hat": self.b_hat, "c": self.c}

    def build(self) -> Method:
        b = self.vector("b") or ()
        return self.as_known(runge_kutta(self.name, self.matrix("a"), b, b_hat=self.vector("b_hat")))

    def check(self) -> None:
        super().check()
        for name in ("b", "c", "b_hat"):
            values = getattr(self, name)
            if values is not None:
                check_length(name, values, len(self.A), "one for each row of A")
        self.check_embedded(self.b_hat is not None, "b_hat, the weights of the embedded method")


DOCUMENT = RungeKuttaDocument
