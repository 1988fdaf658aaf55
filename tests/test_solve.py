"""Steps in `solve` mode: the stage equations hold, gradients are those of the solution, failure is told."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import SMALL, network_around
from test_emitters_agree import assert_emitters_agree
from torch import Tensor, nn

from tableau2net.components import find, kinds
from tableau2net.components.solve import Solve, Solver

SOLVERS = kinds("solvers")


def solver(kind: str) -> Solver:
    component = find("solvers", kind)
    found: Solver = getattr(import_module(component.module), component.name)
    return found


class Stages(nn.Module):
    """k1 = tanh(W u + k1/5 - k2/5), k2 = sin(u + k1/3) / 2."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(3, 3, dtype=torch.float64)

    def forward(self, k1: Tensor, k2: Tensor, u: Tensor) -> tuple[Tensor, Tensor]:
        return torch.tanh(self.linear(u) + (k1 - k2) / 5), torch.sin(u + k1 / 3) / 2


def solved(stages: nn.Module, kind: str) -> Solve:
    return Solve(stages, solver(kind), 2, tolerance=1e-12, iterations=200)


@pytest.mark.parametrize("kind", SOLVERS)
def test_the_slopes_solve_the_stage_equations(kind: str) -> None:
    stages, u = Stages(), torch.randn(4, 3, dtype=torch.float64)
    k1, k2 = solved(stages, kind)(u)
    for slope, again in zip((k1, k2), stages(k1, k2, u), strict=True):
        torch.testing.assert_close(slope, again, rtol=0, atol=1e-11)


@pytest.mark.parametrize("kind", SOLVERS)
def test_the_gradient_is_that_of_the_solution(kind: str) -> None:
    """As found by difference quotients, for the input and for the parameters."""
    torch.manual_seed(0)
    stages = Stages()
    u = torch.randn(2, 3, dtype=torch.float64, requires_grad=True)
    weight = stages.linear.weight.detach().clone().requires_grad_()

    def slopes(u: Tensor, weight: Tensor) -> tuple[Tensor, ...]:
        stages.linear.weight = weight
        found: tuple[Tensor, ...] = solved(stages, kind)(u)
        return found

    del stages.linear.weight  # a plain tensor takes the parameter's place
    # An undefined gradient never comes: the backward pass of unbind makes it zero.
    assert torch.autograd.gradcheck(slopes, (u, weight), atol=1e-6, check_undefined_grad=False)


@pytest.mark.parametrize("kind", SOLVERS)
def test_without_a_gradient_none_is_prepared(kind: str) -> None:
    with torch.no_grad():
        k1, _ = solved(Stages(), kind)(torch.randn(2, 3, dtype=torch.float64))
    assert k1.grad_fn is None


@pytest.mark.parametrize("kind", SOLVERS)
def test_what_does_not_converge_is_told(kind: str) -> None:
    def unsolvable(z: Tensor) -> Tensor:
        return z + 1 + z * z

    with pytest.raises(RuntimeError, match="not solved in 5 iterations"):
        solver(kind)(unsolvable, torch.ones(3, dtype=torch.float64), 1e-8, 5)


@pytest.mark.parametrize("kind", ["anderson", "newton-krylov"])
def test_the_better_solvers_solve_what_picard_iteration_cannot(kind: str) -> None:
    torch.manual_seed(0)
    matrix = torch.diag(torch.tensor([-3.0, 2.0, 0.5], dtype=torch.float64))

    def expansion(z: Tensor) -> Tensor:
        return matrix @ z + 1

    start = torch.zeros(3, dtype=torch.float64)
    with pytest.raises(RuntimeError):
        solver("fixed-point")(expansion, start, 1e-8, 50)
    root: Tensor = solver(kind)(expansion, start, 1e-8, 50)
    torch.testing.assert_close(expansion(root), root, rtol=0, atol=1e-6)


@pytest.mark.parametrize("scheme", ["gauss2", "bdf2", "kvaerno43", "sdirk2_gamma"])
@pytest.mark.parametrize("weights", ["evaluation", "node"])
def test_learned_scalars_reach_the_stage_equations(scheme: str, weights: str, tmp_path: Path) -> None:
    overrides = network_around(scheme, weights=weights, step_size="learned", implicit=SOLVED)
    overrides["scheme.parameters"] = (
        {"gamma": {"learned": "per-channel", "init": "1/4"}} if scheme == "sdirk2_gamma" else {}
    )
    assert_emitters_agree(tmp_path, "resnet20", overrides)


@pytest.mark.parametrize("name", ["u", "k1", "y1", "h", "stages1", "slopes1", "g", "count"])
def test_a_learned_scalar_of_the_stage_equations_may_have_any_name(name: str, tmp_path: Path) -> None:
    scheme: dict[str, Any] = {"kind": "runge-kutta", "A": [[name]], "b": [1]}
    scheme["parameters"] = {name: {"learned": "per-step", "init": "1/8"}}
    overrides = {**SMALL, "scheme": scheme, "step_size": "learned", "implicit": SOLVED}
    assert_emitters_agree(tmp_path, "resnet20", overrides)


SOLVED = {"mode": "solve", "tolerance": 1e-6, "iterations": 200}
