"""`audit` of what other packages compute, and of modules that hold their branches as submodules."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from recorded import answers, recordings
from torch import nn

from tableau2net.audit.audit import StepAudit, of_answer, of_step
from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.comparison import reduced
from tableau2net.read import load_scheme

pytestmark = pytest.mark.slow


def audited(value: Any, family: str, expect: str | None = None, **options: Any) -> StepAudit:
    (recording,) = recordings(value, family, **options)
    return of_step(recording, None if expect is None else load_scheme(expect))


@pytest.mark.parametrize(
    ("name", "expect"),
    [("RK23", "bs32"), ("RK45", "dopri5"), ("DOP853", None), ("Radau", "radau_iia3")],
)
def test_a_solver_of_scipy_is_what_its_name_says(name: str, expect: str | None) -> None:
    integrate = pytest.importorskip("scipy.integrate")
    audit = audited(getattr(integrate, name), "scipy", expect)
    assert audit.ok, f"{audit.comparison} {audit.faults}"
    assert audit.found is not None
    assert audit.found.certificate.most("order") == {"RK23": 3, "RK45": 5, "DOP853": 8, "Radau": 5}[name]


@pytest.mark.parametrize("name", ["BDF", "LSODA"])
def test_a_solver_that_varies_its_order_is_no_single_method(name: str) -> None:
    integrate = pytest.importorskip("scipy.integrate")
    with pytest.raises(Refusal, match="varies its order"):
        recordings(getattr(integrate, name), "scipy")


@pytest.mark.parametrize(
    ("method", "expect"),
    [
        ("euler", "euler"),
        ("midpoint", "midpoint"),
        ("rk4", "rk38"),  # as it says in its code, not in its name
        ("heun3", "heun3"),
        ("bosh3", "bs32"),
        ("dopri5", "dopri5"),
    ],
)
def test_a_method_of_torchdiffeq_is_what_it_computes(method: str, expect: str) -> None:
    odeint = pytest.importorskip("torchdiffeq").odeint
    audit = audited(odeint, "torchdiffeq", expect, method=method)
    assert audit.ok, f"{audit.comparison} {audit.faults}"


def test_torchdiffeq_has_no_such_method() -> None:
    odeint = pytest.importorskip("torchdiffeq").odeint
    with pytest.raises(Refusal, match="no such method"):
        recordings(odeint, "torchdiffeq", method="rk5")


@pytest.mark.parametrize(
    ("name", "expect"),
    [("Euler", "euler"), ("Heun", "heun2"), ("Dopri5", "dopri5"), ("Tsit5", "tsitouras54")],
)
def test_an_explicit_solver_of_diffrax_is_what_its_name_says(diffrax: Any, name: str, expect: str) -> None:
    audit = audited(getattr(diffrax, name), "diffrax", expect)
    assert audit.ok, f"{audit.comparison} {audit.faults}"


@pytest.fixture
def diffrax() -> Iterator[Any]:
    """The package in double precision, as the child process has it, in the threads of callbacks too."""
    found, jax = pytest.importorskip("diffrax"), pytest.importorskip("jax")
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield found
    jax.config.update("jax_enable_x64", before)


@pytest.mark.parametrize(
    ("name", "stages", "order", "embedded"),
    [("Kvaerno3", 4, 3, 2), ("KenCarp3", 8, 3, None), ("Sil3", 8, 2, None)],
)
def test_an_implicit_solver_of_diffrax_is_seen_solved_stage_by_stage(
    diffrax: Any, name: str, stages: int, order: int, embedded: int | None
) -> None:
    """Two of their stages are at the end of the step."""
    audit = audited(getattr(diffrax, name), "diffrax")
    assert audit.ok, f"{audit.faults}"
    assert audit.recording.iterated
    assert audit.recording.slopes == stages
    assert audit.found is not None
    assert audit.found.certificate.most("order") == order
    assert audit.found.certificate.most("embedded_order") == embedded


def test_the_coefficients_of_an_implicit_solver_of_diffrax_are_those_of_its_tableau(diffrax: Any) -> None:
    (found,) = recordings(diffrax.Kvaerno5, "diffrax")
    found = reduced(found, merges=False)
    tableau = diffrax.Kvaerno5.tableau
    for i, each in enumerate(found.evaluations):
        row = [*([] if i == 0 else tableau.a_lower[i - 1]), tableau.a_diagonal[i]]
        zeros = [0.0] * (found.slopes - len(row))
        assert list(each.argument[0][1:]) == pytest.approx([*row, *zeros], abs=1e-14)
    assert list(found.outputs[0][0][1:]) == pytest.approx(list(tableau.b_sol), abs=1e-14)


class HeunOfTorchode(nn.Module):
    """A step method with the interface of torchode's."""

    __module__ = "torchode.of_a_test"

    def __init__(self, term: Any = None, slip: float = 0.0) -> None:
        super().__init__()
        self.slip = slip

    def convergence_order(self) -> int:
        return 2

    def init(self, term: Any, problem: Any, f0: Any, *, stats: Any, args: Any) -> Any:
        return term.vf(problem.t_start, problem.y0, stats, args)

    def step(
        self, term: Any, running: Any, y0: Any, t0: Any, dt: Any, state: Any, *, stats: Any, args: Any
    ) -> Any:
        second = term.vf(t0 + dt, y0 + dt[:, None] * state, stats, args)
        new = y0 + dt[:, None] * ((0.5 + self.slip) * state + (0.5 - self.slip) * second)
        return SimpleNamespace(y=new, error_estimate=dt[:, None] * (second - state) / 2), None, second, None


def test_a_step_method_of_torchode_is_what_it_computes() -> None:
    audit = audited(HeunOfTorchode, "torchode", "heun_euler21")
    assert audit.ok, f"{audit.comparison}"
    assert audit.recording.claims == {"order": 2}
    assert audited(HeunOfTorchode(slip=0.25), "torchode").refuted  # of order 1
    with pytest.raises(Refusal, match="not a step method of torchode"):
        recordings(Block, "torchode")


class SolverOfPathsim:
    """What solvers of pathsim have in common: a history, stages at times, a step at each."""

    __module__ = "pathsim.of_a_test"
    n, is_implicit = 1, True
    ratios: tuple[float, ...] = (1.0,)
    slopes: tuple[Any, ...] = ()

    def __init__(self, initial: Any = 0.0, tolerance_lte_abs: float = 1e-6) -> None:
        self.x, self.history, self.opt = initial, list[Any](), PlainOfPathsim()

    def buffer(self, dt: float) -> None:
        self.history.insert(0, self.x)

    def stages(self, t: float, dt: float) -> Any:
        for stage, ratio in enumerate(self.ratios):
            self.stage = stage
            yield t + ratio * dt


class PlainOfPathsim:
    def __init__(self, m: int = 4) -> None:
        self.m = m


SolverOfPathsim.__name__ = "Solver"


class TwiceAtTheEnd(SolverOfPathsim):
    """Three implicit stages, two of them at the end of the step."""

    ratios = (0.5, 1.0, 1.0)
    rows = ((1 / 2,), (1 / 2, 1 / 2), (1 / 4, 1 / 4, 1 / 2))

    def solve(self, f: Any, jacobian: Any, dt: float) -> float:
        assert self.opt.m == 0
        slopes = (*(self.slopes if self.stage else ()), f)
        terms = zip(self.rows[self.stage], slopes, strict=True)
        new = self.history[0] + dt * sum(a * slope for a, slope in terms)
        change, self.x = float(abs(new - self.x).max()), new
        return change

    def step(self, f: Any, dt: float) -> None:
        self.slopes = (*(self.slopes if self.stage else ()), f)


class BackwardTwo(SolverOfPathsim):
    """The backward differentiation formula of two steps, started by one step of Euler's implicit method."""

    n = 2
    startup = None

    def solve(self, f: Any, jacobian: Any, dt: float) -> float:
        past = self.history
        new = past[0] + dt * f if len(past) < 2 else (4 * past[0] - past[1] + 2 * dt * f) / 3
        change, self.x = float(abs(new - self.x).max()), new
        return change

    def step(self, f: Any, dt: float) -> None: ...


def test_a_solver_of_pathsim_is_what_it_computes() -> None:
    audit = audited(TwiceAtTheEnd, "pathsim")
    assert audit.ok, f"{audit.faults}"
    rows = [list(each.argument[0][1:]) for each in audit.recording.evaluations]
    assert rows == [[1 / 2, 0, 0], [1 / 2, 1 / 2, 0], [1 / 4, 1 / 4, 1 / 2]]
    assert [each.time for each in audit.recording.evaluations] == [1 / 2, 1, 1]
    (answer,) = answers(BackwardTwo, "pathsim")
    sequence = of_answer(answer, load_scheme("bdf2"))
    assert sequence.ok, f"{sequence.comparison}"
    with pytest.raises(Refusal, match="not a solver of pathsim"):
        recordings(Block, "pathsim")


class Block(nn.Module):
    """Heun's method, as residual networks write it; with `slip` the second slope is forgotten."""

    def __init__(self, slip: bool = False) -> None:
        super().__init__()
        self.branch1 = nn.Sequential(nn.Conv2d(1, 1, 1), nn.ReLU())
        self.branches = nn.ModuleList([nn.Conv2d(1, 1, 1)])
        self.relu = nn.ReLU()
        self.slip = slip

    def forward(self, u: torch.Tensor) -> torch.Tensor:
        k1 = self.branch1(u)
        k2 = self.branches[0](u + k1)
        summed: torch.Tensor = self.relu(u + (k1 + (k1 if self.slip else k2)) / 2)
        return summed


def test_the_branches_of_a_module_are_its_fields() -> None:
    audit = audited(Block, "module", "heun2")
    assert audit.ok
    assert audit.recording.notes == (
        "branch1, branches.0 are taken as the field",
        "relu hands on what is given to it",
    )
    slipped = audited(Block(slip=True), "module", "heun2")
    assert "the result has k1 where k2 is expected" in slipped.comparison.words
    with pytest.raises(Refusal, match="no such branch"):
        recordings(Block, "module", branches=["branch2"])
    named = audited(Block, "module", "euler", branches=["branch1"])
    assert named.recording.slopes == 1
    with pytest.raises(Refusal, match="holds no branches"):
        recordings(nn.ReLU(), "module")


def test_a_module_itself_is_left_as_it_is() -> None:
    block = Block()
    before = dict(block.named_modules())
    recordings(block, "module")
    assert dict(block.named_modules()) == before
