"""The order once h f is multiplied by the θ of a consistent method; the order itself where that is not 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from attack.numbers import Exact
from attack.oracles.multistep import Multistep
from attack.oracles.trees import forest, order, outputs_order

Rows = Sequence[Sequence[Exact]]
HIGHEST = 7
ONE, ZERO = Fraction(1), Fraction(0)


class Coefficients(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def arrays(self) -> Mapping[str, Rows]: ...


@dataclass(frozen=True)
class Rescaled:
    """The order, None where a constant state is not kept; `needed`: whether h f had to be multiplied for it."""

    order: int | None
    needed: bool


def rescaled(scheme: Coefficients) -> Rescaled:
    p = _order(scheme, ONE)
    if p != 0:
        return Rescaled(p, needed=False)
    above, below = _consistency(scheme)
    if not above or not below:
        return Rescaled(0, needed=False)
    return Rescaled(_order(scheme, above / below), needed=True)


def _order(scheme: Coefficients, theta: Exact) -> int | None:
    """Of the scheme with θ h f."""

    def times(name: str) -> list[list[Exact]]:
        return [[theta * x for x in row] for row in scheme.arrays[name]]

    match scheme.kind:
        case "runge-kutta":
            return order([times("A")], [times("b")[0]], forest(), HIGHEST)
        case "linear-multistep":
            p = Multistep(scheme.arrays["alpha"][0], times("beta")[0]).order(HIGHEST)
            return None if p < 0 else p
    U, V = scheme.arrays["U"], scheme.arrays["V"]
    return outputs_order(times("A"), U, times("B"), V, range(len(V)), True, HIGHEST)


def _consistency(scheme: Coefficients) -> tuple[Exact, Exact]:
    """By how much the state moves, and by how many slopes: θ is their quotient."""
    arrays = scheme.arrays
    match scheme.kind:
        case "runge-kutta":
            return ONE, sum(arrays["b"][0], ZERO)
        case "linear-multistep":
            (alpha,), (beta,) = arrays["alpha"], arrays["beta"]
            return sum((i * a for i, a in enumerate(alpha)), ZERO), sum(beta, ZERO)
    ages = enumerate(arrays["V"][0])
    return ONE + sum((age * v for age, v in ages), ZERO), sum(arrays["B"][0], ZERO)
