"""Linear multistep documents: Σ alpha_i u_{n+i} = h Σ beta_i f_{n+i}, i = 0…k."""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.exact import is_zero
from tableau2net.methods import Method, linear_multistep
from tableau2net.read.leaves import Choice, Flag, check_length, entries
from tableau2net.read.matrix import MAX_STAGES, Vector
from tableau2net.read.model import fault
from tableau2net.read.scheme import SchemeDocument


class LinearMultistepDocument(SchemeDocument):
    """alpha and beta (k+1 each, lowest index first)."""

    kind: Annotated[Literal["linear-multistep"], Choice()]
    alpha: Vector
    beta: Vector
    zero_stable: Annotated[bool | None, Flag()] = None

    def build(self) -> Method:
        return linear_multistep(self.name, self.alpha, self.beta)

    def check(self) -> None:
        if not 2 <= len(self.alpha) <= MAX_STAGES:
            expected = f"k+1 for a k-step scheme, from 2 to {MAX_STAGES}"
            raise fault(
                "alpha has the wrong length",
                entries(len(self.alpha)),
                expected,
                path=("alpha",),
            )
        check_length("beta", self.beta, len(self.alpha), "as many as alpha")
        if all(beta.rational == 0 for beta in self.beta):
            raise fault("beta is zero throughout", "no slope", "a coefficient other than 0", path=("beta",))
        try:
            if not is_zero(self.alpha[-1]):
                return
        except ValueError as error:
            raise fault(
                "alpha's last entry cannot be told from zero", str(error), "", path=("alpha",)
            ) from None
        path = ("alpha", len(self.alpha) - 1)
        raise fault(
            "alpha's last entry is zero",
            str(self.alpha[-1]),
            "the coefficient of u_{n+k}, not 0",
            path=path,
        )


DOCUMENT = LinearMultistepDocument
