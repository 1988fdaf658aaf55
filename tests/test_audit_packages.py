"""`audit` of what other packages compute, and of modules that hold their branches as submodules."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from recorded import recordings
from torch import nn

from tableau2net.audit.audit import StepAudit, of_step
from tableau2net.audit.child.refusal import Refusal
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
def test_an_explicit_solver_of_diffrax_is_what_its_name_says(name: str, expect: str) -> None:
    diffrax, jax = pytest.importorskip("diffrax"), pytest.importorskip("jax")
    with jax.enable_x64(True):  # as the child process has it
        audit = audited(getattr(diffrax, name), "diffrax", expect)
    assert audit.ok, f"{audit.comparison} {audit.faults}"


def test_an_implicit_solver_of_diffrax_is_refused() -> None:
    diffrax = pytest.importorskip("diffrax")
    with pytest.raises(Refusal, match="implicit solvers of diffrax"):
        recordings(diffrax.Kvaerno3, "diffrax")


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
