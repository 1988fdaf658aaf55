"""Linear multistep documents: Σ alpha_i u_{n+i} = h Σ beta_i f_{n+i}, i = 0…k."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from tableau2net.exact import Expression, Rounded, as_printed, is_zero, units
from tableau2net.methods import Method, linear_multistep
from tableau2net.read.leaves import Choice, Flag, check_length, entries
from tableau2net.read.model import fault
from tableau2net.read.schemes.matrix import MAX_STAGES, Matrix, Vector
from tableau2net.read.schemes.printed import PrintedDocument


class LinearMultistepDocument(PrintedDocument):
    """alpha and beta (k+1 each, lowest index first)."""

    kind: Annotated[Literal["linear-multistep"], Choice()]
    alpha: Vector
    """The coefficients of the states, from the oldest to the new one. Example: `[1/3, -4/3, 1]`"""
    beta: Vector
    """The coefficients of the slopes, in the same order. Example: `[0, 0, 2/3]`"""
    zero_stable: Annotated[bool | None, Flag()] = None
    """Whether it claims to be zero-stable, or not to be."""

    def matrices(self) -> Mapping[str, Matrix]:
        return {}

    def vectors(self) -> Mapping[str, Vector | None]:
        return {"alpha": self.alpha, "beta": self.beta}

    def meant_exactly(self, name: str, decimal: Rounded) -> bool:
        """The coefficient by which all others are divided, written as `1.000`, is that integer."""
        return name == f"alpha{len(self.alpha)}" and decimal.value.denominator == 1

    def build(self) -> Method:
        alpha, beta = (self.vector(name) or () for name in ("alpha", "beta"))
        return self.as_known(linear_multistep(self.name, alpha, beta))

    def check(self) -> None:
        super().check()
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
            raise fault(
                "all entries of beta are zero", "no slope", "a coefficient other than 0", path=("beta",)
            )
        try:
            zero = is_zero(as_printed(self.alpha[-1]))
        except ValueError as error:
            raise fault(
                "alpha's last entry cannot be distinguished from zero", str(error), "", path=("alpha",)
            ) from None
        if not zero:
            return self._check_last()
        path = ("alpha", len(self.alpha) - 1)
        raise fault(
            "alpha's last entry is zero",
            str(self.alpha[-1]),
            "the coefficient of u_{n+k}, not 0",
            path=path,
        )

    def _check_last(self) -> None:
        """Raise a fault where the coefficient of u_{n+k}, by which all are divided, is known within digits only."""
        *_, last = self.vector("alpha") or ()
        if units(last) or (self.accuracy is not None and not _whole(last)):
            path = ("alpha", len(self.alpha) - 1)
            message = "alpha's last entry is known within its digits only"
            raise fault(message, str(self.alpha[-1]), "an exact number, such as 1", path=path)


def _whole(entry: Expression) -> bool:
    """Whether it is an integer, which is exact whatever the accuracy."""
    return entry.rational is not None and entry.rational.denominator == 1


DOCUMENT = LinearMultistepDocument
