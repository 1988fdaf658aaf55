"""What a document claims of its scheme."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.exact import Expression


@dataclass(frozen=True, slots=True)
class ClaimedEntry:
    """An entry of a tableau that a scheme in another form is said to be: of A at (i, j), or of b, b_hat or c at (j,),
    from 0; and where that is said."""

    part: str
    at: tuple[int, ...]
    value: Expression
    place: str = ""

    def __str__(self) -> str:
        """As A[3][1], from 1."""
        return self.part + "".join(f"[{index + 1}]" for index in self.at)


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims, each None where nothing is claimed, in the order in which it is told which do not hold.

    Orders are claimed exactly, neither less nor more; `at_least` is what whoever asks for a certificate claims besides.
    What a claim means stands in the file of its name in `verify/claims`.
    """

    order: int | None = None
    at_least: int | None = None
    stage_order: int | None = None
    effective_order: int | None = None
    embedded_order: int | None = None
    rescaled_order: int | None = None
    c: tuple[Expression, ...] | None = None
    tableau: tuple[ClaimedEntry, ...] | None = None
    zero_stable: bool | None = None
