"""Low-storage documents of Williamson's form, 2N: two registers, the state and s.

    s ← A_i s + h f(u),   u ← u + B_i s,   i = 1…s        A_1 = 0

(J. H. Williamson, J. Comput. Phys. 35 (1980) 48–56; M. H. Carpenter, C. A. Kennedy, Fourth-order 2N-storage
Runge–Kutta schemes, NASA TM 109112 (1994).)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from tableau2net.exact import ONE, ZERO
from tableau2net.methods import Line, Method, Recurrence
from tableau2net.methods.recurrence import terms
from tableau2net.read.leaves import Choice, check_length
from tableau2net.read.model import fault
from tableau2net.read.schemes.form import FormDocument
from tableau2net.read.schemes.matrix import MAX_STAGES, Matrix, Vector


class LowStorage2NDocument(FormDocument):
    """`A` and `B` (s each); A_1 is 0."""

    kind: Annotated[Literal["low-storage-2n"], Choice()]
    A: Vector
    """The multiple of the register that each stage keeps; the first is 0. Example: `[0, -1/2]`"""
    B: Vector
    """The multiple of the register that each stage adds to the state. Example: `[1/2, 1]`"""

    def matrices(self) -> Mapping[str, Matrix]:
        return {}

    def vectors(self) -> Mapping[str, Vector | None]:
        return {"A": self.A, "B": self.B}

    def build(self) -> Method:
        return self.formed(self.recurrence())

    def recurrence(self) -> Recurrence:
        """The state before stage i, from 0, is value 2i, its s is value 2i + 1."""
        lines = []
        for i, (a, b) in enumerate(zip(self.vector("A") or (), self.vector("B") or (), strict=True)):
            kept = () if i == 0 or a == ZERO else ((2 * i - 1, a),)
            lines.append(Line("s", kept, ((i, ONE),)))
            lines.append(Line("u", ((2 * i, ONE), (2 * i + 1, b))))
        return Recurrence(tuple(lines), tuple(range(0, 2 * len(self.A), 2)), registers=2)

    def check_form(self) -> None:
        if not 1 <= len(self.A) <= MAX_STAGES:
            found, expected = f"{len(self.A)}", f"one for each stage, from 1 to {MAX_STAGES}"
            raise fault("A has the wrong length", found, expected, path=("A",))
        check_length("B", self.B, len(self.A), "as many as A")
        if terms(self.A[:1]):
            message, expected = "the second register starts empty", "0, for nothing is kept of it"
            raise fault(message, f"A_1 = {self.A[0]}", expected, path=("A", 0))


DOCUMENT = LowStorage2NDocument
