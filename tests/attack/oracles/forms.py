"""The tableau of a form, by following its registers: each holds a multiple of the state and of the slopes so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from attack.numbers import Exact

Rows = Sequence[Sequence[Exact]]


@dataclass(frozen=True)
class Held:
    """x u + Σ k_j h f_j."""

    x: Exact
    k: tuple[Exact, ...]

    def __add__(self, other: Held) -> Held:
        return Held(self.x + other.x, tuple(a + b for a, b in zip(self.k, other.k, strict=True)))

    def times(self, factor: Exact) -> Held:
        return Held(self.x * factor, tuple(a * factor for a in self.k))


def followed(kind: str, parts: Mapping[str, Rows]) -> tuple[list[Held], Held]:
    """What the field of each stage is given, and the result."""
    if kind == "shu-osher":
        return _shu_osher(parts["alpha"], parts["beta"])
    if kind == "low-storage-2n":
        return _two_registers(parts["A"][0], parts["B"][0])
    return _three_registers({name: rows[0] for name, rows in parts.items()})


def _slope(j: int, s: int) -> Held:
    return Held(Fraction(0), tuple(Fraction(int(i == j)) for i in range(s)))


def _state(s: int) -> Held:
    return Held(Fraction(1), (Fraction(0),) * s)


def _shu_osher(alpha: Rows, beta: Rows) -> tuple[list[Held], Held]:
    s = len(beta)
    values = [_state(s)]
    for shares, slopes in zip(alpha, beta, strict=True):
        value = Held(Fraction(0), (Fraction(0),) * s)
        for j, (a, b) in enumerate(zip(shares, slopes, strict=True)):
            value = value + values[j].times(a) + _slope(j, s).times(b)
        values.append(value)
    return values[:-1], values[-1]


def _two_registers(A: Sequence[Exact], B: Sequence[Exact]) -> tuple[list[Held], Held]:
    s = len(A)
    u, kept, given = _state(s), Held(Fraction(0), (Fraction(0),) * s), list[Held]()
    for i, (a, b) in enumerate(zip(A, B, strict=True)):
        given.append(u)
        kept = kept.times(a) + _slope(i, s)
        u = u + kept.times(b)
    return given, u


def _three_registers(parts: Mapping[str, Sequence[Exact]]) -> tuple[list[Held], Held]:
    s = len(parts["beta"])
    start = s1 = _state(s)
    s2, given = Held(Fraction(0), (Fraction(0),) * s), list[Held]()
    for i in range(s):
        given.append(s1)
        s2 = s2 + s1.times(parts["delta"][i])
        s1 = (
            s1.times(parts["gamma1"][i])
            + s2.times(parts["gamma2"][i])
            + start.times(parts["gamma3"][i])
            + _slope(i, s).times(parts["beta"][i])
        )
    return given, s1
