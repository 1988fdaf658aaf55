"""Run emitted steps as the integrators that they are, with fields that know the time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import torch
from emitted import classes, network_around
from schemes import catalogued
from torch import Tensor, nn

import tableau2net
from tableau2net.methods import External
from tableau2net.read import SchemeDocument


@dataclass(frozen=True)
class Problem:
    """A coupled, nonlinear, non-autonomous equation y' = f(t, y) with a known solution."""

    p: int
    q: int
    coupling: int

    def exact(self, t: float) -> Tensor:
        """(exp(sin pt), cos qt), shape (2,)."""
        return torch.tensor([math.exp(math.sin(self.p * t)), math.cos(self.q * t)], dtype=torch.float64)

    def right(self, t: float, y: Tensor) -> Tensor:
        """f(t, y): the couplings vanish on the exact solution, but not on a numerical one."""
        p, q, (a, b) = self.p, self.q, y
        return torch.stack(
            [
                p * math.cos(p * t) * a + self.coupling * (b * b - math.cos(q * t) ** 2) * a,
                -q * math.sin(q * t) + (a * math.exp(-math.sin(p * t)) - 1) * (b + a),
            ]
        )


GENTLE = Problem(1, 1, 1)
# For methods whose errors on the gentle problem are soon those of rounding: what their leading error term governs
# while it is well above that.
LIVELY = Problem(7, 6, 1)
DAMPED = Problem(3, 1, -3)
DRIVEN = Problem(2, 3, -4)
SWINGING = Problem(9, 8, -3)
RINGING = Problem(9, 1, -2)


@dataclass
class Clock:
    """The present time and step size, which all fields read; `scale` multiplies every slope."""

    problem: Problem
    t: float
    h: float
    scale: float = 1.0


class Field(nn.Module):
    """h f(t + c h, u), for one abscissa c."""

    def __init__(self, clock: Clock, c: float) -> None:
        super().__init__()
        self.clock, self.c = clock, c

    def forward(self, u: Tensor) -> Tensor:
        clock = self.clock
        return clock.scale * clock.h * clock.problem.right(clock.t + self.c * clock.h, u)


def source(scheme: str, tolerance: str = "1e-13") -> str:
    """The emitted network around a scheme, implicit stages solved."""
    method = catalogued(scheme).method
    solved = {"mode": "solve", "solver": "fixed-point", "tolerance": tolerance, "iterations": 500}
    overrides = network_around(scheme, **({} if method.explicit else {"implicit": solved}))
    overrides["periods"] = [{"channels": 4, "steps": method.steps + 1}]
    return tableau2net.emit("resnet20", **overrides)


def step_of(module: ModuleType, ending: str, clock: Clock) -> nn.Module:
    """The emitted step (or start), given one field per node."""
    found: Any = next(c for c in classes(module) if c.__name__.endswith(ending))
    step: nn.Module = found(*(Field(clock, c) for c in found.nodes)).double()
    return step


def solve(module: ModuleType, document: SchemeDocument, clock: Clock, end: float) -> Tensor:
    """Integrate from `clock.t` to `end` with the emitted start and step."""
    external = document.method.external
    step = step_of(module, "Step", clock)
    start = step_of(module, "Start", clock) if document.method.steps > 1 else None
    for parameter in step.parameters():
        nn.init.constant_(parameter, LEARNED)
    history: dict[External, Tensor] = {External("state"): clock.problem.exact(clock.t)}
    for _ in range(round((end - clock.t) / clock.h)):
        if all(value in history for value in external):
            results = _tuple(step(*(history[value] for value in external)))
            history = dict(zip(external, results, strict=True))
        else:
            assert start is not None
            u, *slope = _tuple(start(history[External("state")]))
            aged = {External(v.kind, v.age + 1): y for v, y in history.items()}
            history = {**aged, External("state"): u, **{External("slope", 1): k for k in slope}}
        clock.t += clock.h
    return history[External("state")]


LEARNED = -0.05  # the value given to learned coefficients such as LM's k


def _tuple(value: Any) -> tuple[Tensor, ...]:
    return value if isinstance(value, tuple) else (value,)


def slopes(
    module: ModuleType,
    document: SchemeDocument,
    first: int,
    problem: Problem = GENTLE,
    scale: float = 1.0,
) -> Iterator[float]:
    """The observed orders: log2 of the ratio of the errors at t = 1, from `first` steps on and twice as many each
    time, while the error is well above rounding and the steps are not too many.

    Where it falls no more, twice in succession, rounding or the digits of the coefficients have been reached."""
    error, flat = 0.0, 0
    with torch.no_grad():
        for count in itertools.takewhile(
            lambda n: n <= MOST_STEPS, (first * 2**k for k in itertools.count())
        ):
            before, clock = error, Clock(problem, 0.0, 1 / count, scale)
            error = float((solve(module, document, clock, 1.0) - problem.exact(1.0)).norm())
            if error < 1e-12:
                return
            if before:
                slope = math.log2(before / error)
                yield slope
                flat = flat + 1 if slope < 1 / 2 else 0
                if flat == 2:
                    return


MOST_STEPS = 2**14
