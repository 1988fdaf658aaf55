"""Noise is added to what a step adds to its state, in training and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import SMALL, images, network_around
from test_emitters_agree import assert_emitters_agree
from torch import nn

import tableau2net
from tableau2net.cli import main
from tableau2net.components.mechanisms.noise import Noise
from tableau2net.errors import InputError

UNIFORM: dict[str, Any] = {"level": 0.25}
NORMAL: dict[str, Any] = {"level": 0.25, "distribution": "normal"}
SOLVED = {"mode": "solve", "tolerance": 1e-12, "iterations": 200}


def noises(model: nn.Module) -> dict[str, float]:
    return {name: module.level for name, module in model.named_modules() if isinstance(module, Noise)}


def alike(reference: str, noise: Any, **overrides: Any) -> tuple[nn.Module, nn.Module]:
    """A network without noise and with it, with the same weights."""
    settings = {**SMALL, **overrides}
    plain, noisy = (tableau2net.compile(reference, **{**settings, **more}) for more in ({}, {"noise": noise}))
    noisy.load_state_dict(plain.state_dict())
    return plain.double(), noisy.double()


def test_every_block_of_the_network_of_the_catalogue_has_the_released_code_s_noise() -> None:
    found = noises(tableau2net.compile("noise_lm_resnet20"))
    assert len(found) == 9  # seven blocks and two transitions
    assert set(found.values()) == {0.001}


@pytest.mark.parametrize("noise", [UNIFORM, NORMAL])
def test_there_is_none_at_evaluation(noise: dict[str, Any]) -> None:
    plain, noisy = alike("lm_resnet20", noise)
    x = images((2, 8))
    assert torch.equal(plain.eval()(x), noisy.eval()(x))


@pytest.mark.parametrize("noise", [UNIFORM, NORMAL])
def test_every_value_of_a_new_state_has_noise_of_its_own_and_the_past_has_none(noise: dict[str, Any]) -> None:
    plain, noisy = alike("lm_resnet20", noise, periods=[{"channels": 32, "steps": 3}] * 2)
    u, u_prev = images((32, 8), count=8, seed=2), images((32, 8), count=8, seed=3)
    (expected, _), (found, past) = (model.get_submodule("period1.0")(u, u_prev) for model in (plain, noisy))
    assert torch.equal(past, u)
    added = (found - expected).flatten()
    assert len(added.unique()) > 0.99 * len(added)
    mean, deviation = (0.125, 0.25 / 12**0.5) if noise is UNIFORM else (0, 0.25)
    assert added.mean().item() == pytest.approx(mean, abs=0.01)
    assert added.std().item() == pytest.approx(deviation, rel=0.05)
    if noise is UNIFORM:
        assert added.min() >= 0
        assert added.max() < 0.25 + 1e-12


def test_the_noise_is_the_same_for_a_seed_and_another_at_the_next_step() -> None:
    _, noisy = alike("resnet20", UNIFORM)
    x, found = images((2, 8)), []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        found.append(noisy.train()(x))
    assert torch.equal(found[0], found[1])
    assert not torch.equal(found[0], found[2])


def test_what_several_stages_add_has_noise_once_and_no_stage_sees_it() -> None:
    plain, noisy = alike("resnet20", UNIFORM, scheme="rk4")
    step, u = noisy.get_submodule("period1.0"), images((4, 8))
    assert list(noises(step)) == ["noise"]
    added = step(u) - plain.get_submodule("period1.0")(u)
    assert added.min() >= 0
    assert added.max() < 0.25 + 1e-9  # through a field it would be anything


def test_a_solver_sees_no_noise() -> None:
    settings = {"scheme": "gauss2", "step_size": "1/20", "implicit": SOLVED}
    plain, noisy = alike("resnet20", UNIFORM, **settings)
    u = images((4, 8))
    added = noisy.get_submodule("period1.0")(u) - plain.get_submodule("period1.0")(u)
    assert added.min() > -1e-9
    assert added.max() < 0.25 + 1e-9


def test_noise_is_added_to_what_is_kept_of_dropped_slopes() -> None:
    depth = {"rate": 0.999, "decay": "uniform"}
    _, noisy = alike("resnet20", UNIFORM, stochastic_depth=depth)
    u = images((4, 8))
    torch.manual_seed(0)
    added = noisy.get_submodule("period1.0")(u) - u
    assert added.min() >= 0
    assert 0.2 < added.max() < 0.25 + 1e-12


@pytest.mark.slow
@pytest.mark.parametrize("noise", [UNIFORM, NORMAL])
@pytest.mark.parametrize("scheme", ["euler", "rk4", "lm2", "ab3", "revnet", "gauss2", "dimsim2", "ssprk33"])
def test_both_emitters_draw_alike(scheme: str, noise: dict[str, Any], tmp_path: Path) -> None:
    overrides = network_around(scheme, noise=noise)
    assert_emitters_agree(tmp_path, "resnet20", overrides)
    depth = {"rate": 0.4, "per": "sample"}
    assert_emitters_agree(tmp_path, "resnet20", {**overrides, "stochastic_depth": depth})


@pytest.mark.parametrize(
    "transition", [{"kind": "projection", "residual": True}, {"kind": "pad-pool", "by_scheme": True}]
)
def test_a_transition_that_is_a_step_has_noise_too(transition: dict[str, Any], tmp_path: Path) -> None:
    overrides = network_around("revnet", noise=NORMAL, transition=transition)
    found = noises(tableau2net.compile("resnet20", **overrides))
    assert [name for name in found if name.startswith(("noise1", "transition1"))]
    assert_emitters_agree(tmp_path, "resnet20", overrides)


@pytest.mark.parametrize(
    ("reference", "overrides", "message"),
    [
        ("resnet20", {"noise": {"level": 0}}, "out of bounds: found 0"),
        ("resnet20", {"noise": {}}, "'level' is missing"),
        ("resnet20", {"noise": {"level": 1, "distribution": "gauss"}}, "'gauss'.*uniform"),
        ("fractalnet", {"noise": {"level": 1}}, "noise is added to the slopes.*found fractal3"),
    ],
)
def test_bad_input_is_told_in_one_line(reference: str, overrides: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as error:
        tableau2net.emit(reference, **overrides)
    assert re.search(message, str(error.value)), error.value


def test_show_tells_of_the_noise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "noise_lm_resnet20"]) == 0
    assert "noise       uniform between 0 and 0.001, on what a step adds" in capsys.readouterr().out
