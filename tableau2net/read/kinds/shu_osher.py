"""Shu–Osher documents: stages that are combinations of earlier ones and of their slopes.

    Y_1 = u,   Y_i = Σ_{j<i} (α_ij Y_j + h β_ij f(Y_j)),  i = 2…s + 1        u_next = Y_{s+1}

or, with `v`, the modified form, whose diagonals make a stage implicit,

    Y_i = v_i u + Σ_{j≤i} (α_ij Y_j + h β_ij f(Y_j)),  i = 1…s + 1

in which α_ii Y_i is brought to the left: the rest is divided by 1 − α_ii.

(C.-W. Shu, S. Osher, J. Comput. Phys. 77 (1988) 439–471; S. Gottlieb, D. I. Ketcheson, C.-W. Shu, Strong Stability
Preserving Runge–Kutta and Multistep Time Discretizations, 2011, ch. 3.)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from operator import mul
from typing import Annotated, Literal

from tableau2net.exact import ONE, ZERO, as_printed, is_zero
from tableau2net.methods import Line, Method, Recurrence
from tableau2net.methods.recurrence import terms
from tableau2net.read.leaves import Choice, check_length, comma_hint, entries
from tableau2net.read.model import fault
from tableau2net.read.schemes.form import FormDocument
from tableau2net.read.schemes.matrix import MAX_STAGES, Matrix, Vector


class ShuOsherDocument(FormDocument):
    """`alpha` and `beta`: without `v`, s rows, those of Y_2 … Y_{s+1}, of which the i-th has i entries; with `v` (s+1),
    s + 1 rows, those of Y_1 … Y_{s+1}, of s entries each or as many as are not 0 at the end."""

    kind: Annotated[Literal["shu-osher"], Choice()]
    alpha: Matrix
    """The factors α of the stages that came before, row by row. Example: `[[1], [1/2, 1/2]]`"""
    beta: Matrix
    """The factors β of their slopes, row by row. Example: `[[1], [0, 1/2]]`"""
    v: Vector | None = None
    """The factors of the state before the step, one for each row, where rows have the stages alone. Example: `[1, 0,
    1/2]`"""

    def matrices(self) -> Mapping[str, Matrix]:
        return {"alpha": self.alpha, "beta": self.beta}

    def vectors(self) -> Mapping[str, Vector | None]:
        return {"v": self.v}

    @property
    def stages(self) -> int:
        return len(self.beta) if self.v is None else len(self.beta) - 1

    def build(self) -> Method:
        return self.formed(self.recurrence())

    def recurrence(self) -> Recurrence:
        """Y_1 is the state itself without `v`, and the first line with it."""
        s, v = self.stages, self.vector("v")
        numbers = range(s) if v is None else range(1, s + 1)
        rows = zip(self.matrix("alpha"), self.matrix("beta"), strict=True)
        lines = []
        for i, (shares, slopes) in enumerate(rows, start=2 if v is None else 1):
            state = () if v is None else terms((v[i - 1],))
            others = tuple((numbers[j], share) for j, share in terms(shares[: i - 1]))
            line = Line("u" if i == s + 1 else f"y{i}", (*state, *others), terms(slopes))
            own = sum(shares[i - 1 :], ZERO)
            lines.append(line if own == ZERO else line.mapped(partial(mul, ONE / (ONE - own))))
        return Recurrence(tuple(lines), tuple(numbers))

    def check_form(self) -> None:
        s = self.stages
        if not 1 <= s <= MAX_STAGES:
            expected = f"one for each stage, from 1 to {MAX_STAGES}" + (
                "" if self.v is None else ", and one more"
            )
            raise fault("beta has the wrong height", f"{len(self.beta)} rows", expected, path=("beta",))
        if len(self.alpha) != len(self.beta):
            found, expected = f"{len(self.alpha)} rows", f"{len(self.beta)}, as many as beta"
            raise fault("alpha has the wrong height", found, expected, path=("alpha",))
        for key, rows in self.matrices().items():
            for i, row in enumerate(rows):
                self._check_row(key, i, row)
        if self.v is not None:
            check_length("v", self.v, s + 1, "one for each row of alpha")

    def _check_row(self, key: str, i: int, row: Vector) -> None:
        s, path = self.stages, (key, i)
        if self.v is None and len(row) != i + 1:
            found = f"{entries(len(row))} in row {i + 1}"
            expected = f"{i + 1}, one for each of Y_1 … Y_{i + 1}{comma_hint(row, i + 1)}"
            raise fault(f"{key} is ragged", found, expected, path=path)
        if len(row) > s:
            found, expected = f"{entries(len(row))} in row {i + 1}", f"at most {s}{comma_hint(row, s)}"
            raise fault(f"{key} is ragged", found, expected, path=path)
        for j, entry in enumerate(row[i + 1 :] if self.v is not None else (), start=i + 1):
            if entry != ZERO:
                message = "a stage depends only on itself and on earlier stages"
                found = f"{key} = {entry} of Y_{j + 1} in the row of Y_{i + 1}"
                raise fault(message, found, "0 here", path=(*path, j))
        if key == "alpha" and self.v is not None and i < len(row) and is_zero(as_printed(ONE - row[i])):
            message, found = (
                "a stage cannot consist of itself alone",
                f"alpha = {row[i]} of Y_{i + 1} in its own row",
            )
            raise fault(message, found, "a number other than 1", path=(*path, i))


DOCUMENT = ShuOsherDocument
