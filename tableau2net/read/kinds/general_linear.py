"""General linear documents: the four matrices A, U, B, V (Butcher 2003, ch. 5), and how a run
starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from tableau2net.methods import External, Method
from tableau2net.read.leaves import Choice, Flag, check_length
from tableau2net.read.model import fault
from tableau2net.read.schemes.matrix import MAX_STAGES, Matrix, StageMatrix, Vector, check_shape
from tableau2net.read.schemes.printed import PrintedDocument

Start = Literal["split", "copy", "history", "free"]


class GeneralLinearDocument(PrintedDocument):
    """A (s×s), U (s×r), B (r×s), V (r×r).

    `start` says what the r external values are: `split`, r equal groups of the state's channels;
    `copy`, the state r times; `history`, the j-th is the state j steps ago; `free`, the state and what some starting
    method makes of it (the order is then relative to it). With r = 1 there is only the state.
    """

    kind: Annotated[Literal["general-linear"], Choice()]
    A: StageMatrix
    """Slopes in the stages, s×s. Example: `[[0]]`"""
    U: Matrix
    """External values in the stages, s×r. Example: `[[1, 0]]`"""
    B: Matrix
    """Slopes in the new external values, r×s. Example: `[[1], [0]]`"""
    V: Matrix
    """External values in the new ones, r×r. Example: `[[1, 0], [1, 0]]`"""
    c: Vector | None = None
    """The abscissae. Example: `[0]`"""
    start: Annotated[Start | None, Choice()] = None
    """What the external values are when a run starts."""
    zero_stable: Annotated[bool | None, Flag()] = None
    """Whether it claims to be zero-stable, or not to be."""

    @property
    def external(self) -> tuple[External, ...]:
        r = len(self.V)
        match self.start if r > 1 else None:
            case "split":
                return tuple(External("part", j) for j in range(r))
            case "history":
                return tuple(External("state", j) for j in range(r))
            case "free":
                return (External("state"), *(External("free", j) for j in range(1, r)))
        return (External("state"), *(External("copy", j) for j in range(r - 1)))

    def matrices(self) -> Mapping[str, Matrix]:
        return {"a": self.A, "u": self.U, "b": self.B, "v": self.V}

    def vectors(self) -> Mapping[str, Vector | None]:
        return {"c": self.c}

    def build(self) -> Method:
        return self.as_known(
            Method(
                name=self.name,
                title=self.title,
                kind=self.kind,
                A=self.matrix("a"),
                U=self.matrix("u"),
                B=self.matrix("b"),
                V=self.matrix("v"),
                external=self.external,
                abscissae=self.vector("c") if self.start == "free" else None,
            )
        )

    def check(self) -> None:
        super().check()
        s, r = len(self.A), len(self.V)
        if not 1 <= r <= MAX_STAGES:
            raise fault("V has the wrong height", f"{r} rows", f"from 1 to {MAX_STAGES}", path=("V",))
        check_shape("V", self.V, r, r)
        check_shape("U", self.U, s, r)
        check_shape("B", self.B, r, s)
        if self.c is not None:
            check_length("c", self.c, s, "one for each row of A")
        if r > 1 and self.start is None:
            raise fault(
                f"the {r} external values have no start",
                "no start",
                "start: split, copy, history or free",
            )
        if r > 1 and self.start == "free" and self.c is None:
            raise fault(
                "the abscissae cannot be derived from free external values",
                "no c",
                "c, one for each row of A",
            )


DOCUMENT = GeneralLinearDocument
