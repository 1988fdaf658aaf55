"""Couplings: how a stage's input and a step's output are formed from the state and the slopes.

    sum      Y_i = Σ_j U_ij y_j + h Σ_j A_ij k_j        y_l' = Σ_j V_lj y_j + h Σ_j B_lj k_j
    concat   Y_i = [y_j where U_ij ≠ 0, k_j where A_ij ≠ 0]        y_l' = Σ_j V_lj y_j + h Σ_j k_j

With `links` a stage reads the same as with `concat`, each value v through a field of its own, and k_i = Σ_v f_iv(v):
where f normalises, rectifies and convolves once, that is one convolution of the concatenation, whose weights are those
of the links. So the evaluations of a link can share them, whatever else a stage reads (CliqueNet, arXiv 1802.10419).

With `concat` (RKCNN, arXiv 1802.08831) the field's first convolution learns the coefficients, so only the pattern of A
matters; the output sums all slopes of a one-step method and those with B_lj ≠ 0 of any other. A one-step method may
hand on what its fields read, without any sum:

    concat       y' = [y, k_1, …, k_s]        last-sweep   y' = [k_1, …, k_s]

The first is DenseNet (arXiv 1608.06993), where the method is explicit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tableau2net.exact import ONE, ZERO, Expression
from tableau2net.graph import Combine, Concat, Operation
from tableau2net.methods import Method

Terms = list[tuple[Expression, str]]


@dataclass(frozen=True)
class Situation:
    """What is at hand inside a step: the method, h, the external values' names, the known slopes' names."""

    method: Method
    h: Expression
    external: tuple[str, ...]
    slopes: Mapping[int, str]

    def linear(self, row: tuple[Expression, ...]) -> Terms:
        return list(zip(row, self.external, strict=True))

    def weighted(self, row: tuple[Expression, ...]) -> Terms:
        return [(self.h * row[j], name) for j, name in sorted(self.slopes.items())]


@dataclass(frozen=True)
class Coupling:
    """`stage(at, i)` is the input of stage i, `output(at, l)` the l-th external value of the next step."""

    stage: Callable[[Situation, int], Operation]
    output: Callable[[Situation, int], Operation]


def _sum_stage(at: Situation, i: int) -> Operation:
    return Combine.of(at.linear(at.method.U[i]) + at.weighted(at.method.A[i]))


def _sum_output(at: Situation, row: int) -> Operation:
    return Combine.of(at.linear(at.method.V[row]) + at.weighted(at.method.B[row]))


def _concat_stage(at: Situation, i: int) -> Operation:
    linear = [name for entry, name in at.linear(at.method.U[i]) if entry != ZERO]
    slopes = [name for j, name in sorted(at.slopes.items()) if at.method.A[i][j] != ZERO]
    return Concat((*linear, *slopes))


def _concat_output(at: Situation, row: int) -> Operation:
    one_step = len(at.external) == 1
    weights = tuple(ONE if one_step or entry != ZERO else ZERO for entry in at.method.B[row])
    return Combine.of(at.linear(at.method.V[row]) + at.weighted(weights))


def _handed_on(at: Situation, row: int) -> Operation:
    linear = [name for entry, name in at.linear(at.method.V[row]) if entry != ZERO]
    return Concat((*linear, *_slopes(at)))


def _last_slopes(at: Situation, row: int) -> Operation:
    return Concat(_slopes(at))


def _slopes(at: Situation) -> tuple[str, ...]:
    return tuple(name for _, name in sorted(at.slopes.items()))


# What a step hands on instead of its coupling's output.
OUTPUTS: Mapping[str, Callable[[Situation, int], Operation]] = {
    "concat": _handed_on,
    "last-sweep": _last_slopes,
}
COUPLINGS: Mapping[str, Coupling] = {
    "sum": Coupling(_sum_stage, _sum_output),
    "concat": Coupling(_concat_stage, _concat_output),
    "links": Coupling(_concat_stage, _concat_output),  # each value that a stage reads has a field of its own
}
