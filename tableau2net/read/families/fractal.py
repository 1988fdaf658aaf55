"""The fractal pattern: columns of field evaluations side by side, joined by their mean wherever several end.

Column c of C (from 1) evaluates 2^(c−1) fields, each over 2^(C−c) rows. What a field reads is the join at the row where
it begins: the state at row 0, else the mean of the slopes of the columns that end there. So no state is carried on:

    V = [0],   U_i = 1 at row 0,   A_ij = 1/m for the m slopes that end where stage i begins,   B = 1/C

(G. Larsson, M. Maire, G. Shakhnarovich, FractalNet, arXiv 1605.07648; joins that meet are one join.)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from tableau2net.exact import ONE, ZERO, Expression, number
from tableau2net.methods import External, Method
from tableau2net.read.leaves import Choice, Integer
from tableau2net.read.schemes.family import FamilyDocument


class Fractal(FamilyDocument):
    """C columns, 2^C − 1 stages in 2^(C−1) rows."""

    family: Annotated[Literal["fractal"], Choice()]
    columns: Annotated[int, Integer(1, 6)]
    """The number of columns of the block, which has 2^columns − 1 stages. Example: `3`"""

    def build(self) -> Method:
        rows = 2 ** (self.columns - 1)
        # A stage is a pair of rows (begin, end), in the order of their ends.
        stages = [
            (end - span, end)
            for end in range(1, rows + 1)
            for span in (2**p for p in range(self.columns))
            if end % span == 0
        ]

        def join(row: int) -> tuple[Expression, ...]:
            ending = sum(end == row for _, end in stages)
            return tuple(number(Fraction(1, ending)) if end == row else ZERO for _, end in stages)

        return Method(
            name=self.name,
            title=self.title,
            kind="general-linear",
            A=tuple(join(begin) for begin, _ in stages),
            U=tuple((ONE if begin == 0 else ZERO,) for begin, _ in stages),
            B=(join(rows),),
            V=((ZERO,),),
            external=(External("state"),),
        )


DOCUMENT = Fractal
