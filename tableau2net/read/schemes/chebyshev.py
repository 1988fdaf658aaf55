"""Chebyshev polynomials at a rational point, and what the documents of stabilised families have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from tableau2net.algebra.domains.rational import rationals
from tableau2net.exact import Expression, number
from tableau2net.methods import Method, runge_kutta
from tableau2net.read.leaves import Coefficient
from tableau2net.read.model import fault
from tableau2net.read.schemes.family import OneStepFamily


def chebyshev(s: int, x: Fraction) -> list[tuple[Fraction, Fraction, Fraction]]:
    """T_j(x), T_j′(x) and T_j″(x) for j = 0 … s, from T_j = 2x T_{j−1} − T_{j−2} and its derivatives."""
    values = [(Fraction(1), Fraction(0), Fraction(0)), (x, Fraction(1), Fraction(0))]
    while len(values) <= s:
        (a, da, dda), (b, db, ddb) = values[-1], values[-2]
        values.append((2 * x * a - b, 2 * x * da + 2 * a - db, 2 * x * dda + 4 * da - ddb))
    return values[: s + 1]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """One step of Y_j = (1 − μ − ν) Y_0 + μ Y_{j−1} + ν Y_{j−2} + h (slope f(Y_{j−1}) + first f(Y_0))."""

    mu: Fraction
    nu: Fraction
    slope: Fraction
    first: Fraction = Fraction(0)


def recurrent(name: str, steps: Sequence[Recurrence]) -> Method:
    """The method whose result is the last Y of a three-term recurrence."""
    s, field = len(steps), rationals()
    states = [[field.zero] * s]  # Y_j − Y_0, as a combination of the slopes
    for j, step in enumerate(steps):
        mu, nu, slope, first = map(field.number, (step.mu, step.nu, step.slope, step.first))
        before = states[j - 1] if j else states[0]
        state = [mu * a + nu * b if a or b else a for a, b in zip(states[j], before, strict=True)]
        state[j] += slope
        state[0] += first
        states.append(state)
    rows = [tuple(number(field.near(a)) for a in state) for state in states]
    return runge_kutta(name, tuple(rows[:s]), rows[s])


class ChebyshevFamily(OneStepFamily):
    """A stabilised family with a damping ε, rational and not negative."""

    damping: Annotated[Expression | None, Coefficient()] = None
    """How strongly the stability polynomial is damped, a rational number. Example: `1/20`"""

    def check(self) -> None:
        if self.damping is not None and (self.damping.rational is None or self.damping.rational < 0):
            raise fault(
                "the damping is not a rational number ≥ 0",
                str(self.damping),
                "such as 1/20",
                path=("damping",),
            )

    def damped(self, default: Fraction) -> Fraction:
        """ε, or what it is where the document does not tell."""
        value = None if self.damping is None else self.damping.rational
        return default if value is None else value
