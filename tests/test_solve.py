"""Steps in `solve` mode: the stage equations hold, gradients are those of the solution, failure is told."""

from __future__ import annotations

import copy
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import SMALL, images, network_around
from test_emitters_agree import assert_emitters_agree
from torch import Tensor, nn
from torch.func import functional_call

import tableau2net
from tableau2net.components import find, kinds
from tableau2net.components.mechanisms.solve import Solve, Solver

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


@pytest.mark.slow
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


@pytest.mark.parametrize("kind", SOLVERS)
def test_second_derivatives_are_refused(kind: str) -> None:
    """Those of the parameters need the solution as a function, whose values alone are known."""
    u = torch.randn(2, 3, dtype=torch.float64, requires_grad=True)
    with pytest.raises(RuntimeError, match="differentiated once"):
        torch.autograd.grad(solved(Stages(), kind)(u)[0].sum(), u, create_graph=True)


@pytest.mark.parametrize("kind", SOLVERS)
def test_the_parameters_of_a_functional_call_get_their_gradient(kind: str) -> None:
    torch.manual_seed(0)
    solve, u = solved(Stages(), kind), torch.randn(2, 3, dtype=torch.float64)
    sum(k.sum() for k in solve(u)).backward()
    given = {name: 1.0 * parameter.detach() for name, parameter in solve.named_parameters()}
    for value in given.values():
        value.requires_grad_()
    with torch.no_grad():
        for parameter in solve.parameters():
            parameter.zero_()
    sum(k.sum() for k in functional_call(solve, given, u)).backward()
    for name, parameter in solve.named_parameters():
        torch.testing.assert_close(given[name].grad, parameter.grad, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("kind", SOLVERS)
def test_a_small_gradient_is_as_precise_as_a_large_one(kind: str) -> None:
    """A loss is often the mean over many: the adjoint equation is solved to a relative tolerance."""
    torch.manual_seed(0)
    stages, u = Stages(), torch.randn(2, 3, dtype=torch.float64)
    solve, gradients = Solve(stages, solver(kind), 2, tolerance=1e-6, iterations=200), []
    for scale in (1.0, 1e-9):
        (gradient,) = torch.autograd.grad(scale * sum(k.sum() for k in solve(u)), stages.linear.weight)
        gradients.append(gradient / scale)
    torch.testing.assert_close(*gradients, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("precision", [torch.bfloat16, torch.float16, "mixed"])
@pytest.mark.parametrize("kind", SOLVERS)
def test_low_precision_is_solved_as_far_as_it_can_tell(kind: str, precision: torch.dtype | str) -> None:
    torch.manual_seed(0)
    implicit = {"mode": "solve", "solver": kind, "tolerance": 1e-6, "iterations": 100}
    exact = tableau2net.compile("resnet20", **network_around("gauss2", implicit=implicit, step_size="1/10"))
    x, found = images((2, 8)).float(), copy.deepcopy(exact)
    if isinstance(precision, str):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = found(x)
    else:
        logits = found.to(precision)(x.to(precision))
    logits.float().square().sum().backward()
    torch.testing.assert_close(logits.float(), exact(x), rtol=0.1, atol=0.1)
    assert all(p.grad is not None and p.grad.isfinite().all() for p in found.parameters())


@pytest.mark.parametrize("kind", SOLVERS)
def test_what_is_random_in_a_field_is_drawn_once_a_step(kind: str) -> None:
    class Dropping(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.masks: list[Tensor] = []

        def forward(self, k: Tensor, u: Tensor) -> tuple[Tensor]:
            kept = torch.rand_like(u) > 0.5
            self.masks.append(kept)
            return ((u + k / 3).tanh() * kept,)

    torch.manual_seed(0)
    stages, u = Dropping(), torch.randn(4, 5, dtype=torch.float64, requires_grad=True)
    solve = Solve(stages, solver(kind), 1, tolerance=1e-12, iterations=200)
    (first,) = solve(u)
    drawn = stages.masks[0]
    assert all(torch.equal(mask, drawn) for mask in stages.masks)
    torch.testing.assert_close(first, (u + first / 3).tanh() * drawn, rtol=0, atol=1e-10)
    first.sum().backward()
    solve(u)
    assert not torch.equal(stages.masks[-1], drawn)  # the next step's draws are others


def test_dropout_in_a_solved_step_is_the_same_from_both_emitters(tmp_path: Path) -> None:
    field = {"kind": "bottleneck", "dropout": 0.3}
    overrides = network_around("gauss2", implicit=SOLVED, step_size="1/10", field=field)
    assert_emitters_agree(tmp_path, "resnet20", overrides)


SOLVED = {"mode": "solve", "tolerance": 1e-6, "iterations": 200}
