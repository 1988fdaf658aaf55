"""How a network treats an implicit scheme: iteration fused into the network, or stage equations
solved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from tableau2net.components import Component, find
from tableau2net.exact import Expression, number
from tableau2net.read.leaves import Choice, Integer, Positive
from tableau2net.read.model import Later, Section
from tableau2net.read.networks.nested import Tagged
from tableau2net.read.networks.part import KindLeaf


class Fused(Section):
    """A predictor and `sweeps` update sweeps, trained into the network; none is left at
    inference. What the updates read is all that their rows of A and U have, or the slopes alone."""

    mode: Annotated[Literal["fused"], Choice()] = "fused"
    sweeps: Annotated[int, Integer(0, 100)] = 1
    """How often all stages are updated after the predictor."""
    order: Annotated[Literal["gauss-seidel", "jacobi"], Choice()] = "gauss-seidel"
    """Whether an update reads the newest slopes, or those of the sweep before."""
    reads: Annotated[Literal["all", "slopes"], Choice(), Later()] = "all"
    """What an update reads: all that its row has, or the slopes alone, as in CliqueNet."""


class Solve(Section):
    """The stage equations solved to `tolerance` in at most `iterations`, with implicit
    differentiation."""

    mode: Annotated[Literal["solve"], Choice()] = "solve"
    solver: Annotated[Component, KindLeaf("solvers")] = Field(
        default_factory=lambda: find("solvers", "anderson")
    )
    """How the stage equations are solved. Example: `anderson`"""
    tolerance: Annotated[Expression, Positive()] = Field(default_factory=lambda: number("1e-6"))
    """The relative residual at which they are solved. Example: `1e-6`"""
    iterations: Annotated[int, Integer(1, 10_000)] = 50
    """After how many iterations the solver gives up."""


_MODES: dict[str, type[Fused] | type[Solve]] = {"fused": Fused, "solve": Solve}


@dataclass(frozen=True)
class ImplicitLeaf(Tagged):
    """`{mode: fused, …}` or `{mode: solve, …}`."""

    tag = "mode"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(_MODES)

    def model(self, name: str) -> type[Section]:
        return _MODES[name]
