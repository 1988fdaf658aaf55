"""Stochastic depth drops slopes in training and nothing else; parameters learned for each channel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import SMALL, images, imported, network, network_around
from test_emitters_agree import assert_emitters_agree
from torch import nn

import tableau2net
from tableau2net.components.mechanisms.drop_path import DropPath
from tableau2net.components.mechanisms.stochastic_depth import StochasticDepth
from tableau2net.errors import InputError

HALF: dict[str, Any] = {"rate": 0.5}


def drop_rates(model: nn.Module) -> list[float]:
    return [module.drop_rate for module in model.modules() if isinstance(module, StochasticDepth)]


@pytest.mark.parametrize("reference", ["resnet20", "lm_resnet20"])
def test_the_rate_grows_from_0_at_the_first_block_to_its_value_at_the_last(reference: str) -> None:
    model = tableau2net.compile(reference, stochastic_depth=HALF)
    assert drop_rates(model) == [0.5 * i / 8 for i in range(9)]  # nine blocks, two of them transitions


def test_the_rate_of_the_deep_network_of_the_catalogue() -> None:
    assert drop_rates(tableau2net.compile("lm_resnet110_stochastic")) == [0.5 * i / 53 for i in range(54)]


def test_a_uniform_rate() -> None:
    model = tableau2net.compile("resnet20", **{**SMALL, "stochastic_depth": {**HALF, "decay": "uniform"}})
    assert drop_rates(model) == [0.5] * 6


def test_nothing_is_dropped_at_evaluation() -> None:
    plain = tableau2net.compile("lm_resnet20", **SMALL).double().eval()
    dropping = tableau2net.compile("lm_resnet20", **{**SMALL, "stochastic_depth": HALF}).double().eval()
    dropping.load_state_dict(plain.state_dict())
    x = images((2, 8))
    assert torch.equal(plain(x), dropping(x))


@pytest.mark.parametrize("per", ["batch", "sample"])
def test_the_linear_part_is_never_dropped(per: str) -> None:
    """u' = (1 − k) u + k u_prev + δ f(u)/(1 − p): every sample shows δ = 0 or 1, a batch the same one."""
    depth = {"rate": 0.75, "decay": "uniform", "per": per}
    model = tableau2net.compile("lm_resnet20", **{**SMALL, "stochastic_depth": depth}).double()
    step = model.get_submodule("period1.0")
    u, u_prev = images((4, 8), count=4, seed=2), images((4, 8), count=4, seed=3)
    k, f = step.get_parameter("k"), step.get_submodule("f1")
    linear, slope = (1 - k) * u + k * u_prev, f(u)
    seen = set()
    for seed in range(40):
        torch.manual_seed(seed)
        dropped = step(u, u_prev)[0] - linear
        kept = [not torch.allclose(each, torch.zeros_like(each)) for each in dropped]
        for is_kept, each, whole in zip(kept, dropped, slope, strict=True):
            torch.testing.assert_close(each, 4 * whole if is_kept else torch.zeros_like(whole))
        seen.add(tuple(kept))
    assert seen == {(False,) * 4, (True,) * 4} if per == "batch" else len(seen) > 4


def test_one_draw_drops_all_that_a_one_step_scheme_adds() -> None:
    depth = {"rate": 0.5, "decay": "uniform"}
    model = tableau2net.compile("resnet20", **network_around("rk4", stochastic_depth=depth)).double()
    step, u = model.get_submodule("period1.0"), images((4, 8))
    assert [name for name, module in step.named_modules() if isinstance(module, StochasticDepth)] == ["drop"]
    results = []
    for seed in range(20):
        torch.manual_seed(seed)
        results.append(step(u))
    assert len({result.sum().item() for result in results}) == 2
    assert any(torch.equal(result, u) for result in results)


@pytest.mark.slow
@pytest.mark.parametrize("per", ["batch", "sample"])
@pytest.mark.parametrize("decay", ["linear", "uniform"])
@pytest.mark.parametrize("scheme", ["rk4", "lm2", "ab3", "revnet", "gauss2", "euler", "dimsim2"])
def test_both_emitters_draw_alike(scheme: str, decay: str, per: str, tmp_path: Path) -> None:
    depth = {"rate": 0.4, "decay": decay, "per": per}
    assert_emitters_agree(tmp_path, "resnet20", network_around(scheme, stochastic_depth=depth))


def test_what_learns_per_channel_has_a_number_for_each(tmp_path: Path) -> None:
    overrides: dict[str, Any] = {**SMALL, "scheme.parameters.k.learned": "per-channel"}
    model = tableau2net.compile("lm_resnet20", **overrides)
    shapes = [tuple(p.shape) for name, p in model.named_parameters() if name.endswith(".k")]
    assert shapes == [(4, 1, 1), (4, 1, 1), (8, 1, 1), (8, 1, 1)]
    assert all(bool(((p >= -0.1) & (p < 0)).all()) for p in model.parameters() if p.ndim == 3)
    assert_emitters_agree(tmp_path, "lm_resnet20", overrides)


@pytest.mark.parametrize("init", ["1/10", "uniform(-0.1, 0)"])
def test_equal_numbers_per_channel_are_the_scalar_network(init: str, tmp_path: Path) -> None:
    scalar = {**SMALL, "scheme.parameters.k.init": "-1/8"}
    wide = {**scalar, "scheme.parameters.k.learned": "per-channel"}
    outputs = []
    for overrides in (scalar, wide):
        torch.manual_seed(0)
        with imported(tableau2net.emit("lm_resnet20", **overrides), tmp_path) as module:
            outputs.append(network(module).double().eval()(images((2, 8))))
    torch.testing.assert_close(*outputs)
    overrides = {**wide, "scheme.parameters.k.init": init, "stochastic_depth": HALF}
    assert_emitters_agree(tmp_path, "lm_resnet20", overrides)


def test_the_summary_counts_numbers_per_channel() -> None:
    from tableau2net.read import load_network
    from tableau2net.report.summary import summary

    for settings in (["scheme.parameters.k.learned=per-channel"], ["stochastic_depth.rate=0.5"]):
        counted = summary(load_network("lm_resnet20", settings))
        overrides: dict[str, Any] = dict(setting.split("=") for setting in settings)
        model = tableau2net.compile("lm_resnet20", **overrides)
        assert counted.parameters == sum(p.numel() for p in model.parameters())
        assert counted.evaluations == 9


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"stochastic_depth": {"rate": 1}}, r"out of bounds: found 1; expected a decimal number ≥ 0 and < 1"),
        ({"stochastic_depth": {}}, r"'rate' is missing"),
        ({"stochastic_depth": {"rate": 0.5, "decay": "cosine"}}, r"'cosine'.*linear.*uniform"),
        ({"stochastic_depth": {"rate": 0.5, "per": "image"}}, r"'image'"),
        ({"scheme.parameters.k.learned": "per-layer"}, r"'per-layer'.*per-step"),
        ({"fields": {"g": {"kind": "basic"}}}, r"lm2 has no such field.*'g'"),
        ({"scheme": "verlet", "fields": {"q": {"kind": "basic"}}}, r"no such field.*'q'.*f.*g"),
        ({"fields": {"f": {"kind": "basik"}}}, r"basik"),
        ({"stem.channels": 0}, r"out of bounds"),
        ({"stem.channels": 8, "transition.kind": "conv-pool"}, r"always halves"),
    ],
)
def test_bad_input_is_told_in_one_line(overrides: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as error:
        tableau2net.emit("lm_resnet20", **overrides)
    assert re.search(message, str(error.value), re.DOTALL), error.value


def test_a_step_that_adds_no_slopes_has_none_to_drop() -> None:
    with pytest.raises(InputError, match="drops the slopes that a step adds to its state: found fractal3"):
        tableau2net.emit("fractalnet", **{"stochastic_depth.rate": 0.5})


def test_a_slope_whose_weight_is_a_hidden_zero_is_none_to_drop() -> None:
    scheme = {"kind": "runge-kutta", "A": [[]], "b": ["root(2, -2, 0, 1) - sqrt(2)"]}
    with pytest.raises(InputError, match="drops the slopes that a step adds to its state: found inline"):
        tableau2net.emit("resnet20", **{**SMALL, "scheme": scheme, "stochastic_depth.rate": 0.5})


@pytest.mark.parametrize("shape", [(5,), (5, 3), (5, 3, 2), (5, 3, 2, 2)])
def test_states_of_any_rank_keep_their_shape(shape: tuple[int, ...]) -> None:
    """A step is an integrator of plain states too: a mask is as wide as what it drops."""
    state = torch.ones(shape)
    for dropping in (StochasticDepth(0.5, per_sample=True), StochasticDepth(0.5)):
        assert dropping.train()(state).shape == shape
    assert DropPath(0.5).train()(state, state).shape == shape


@pytest.mark.parametrize("emitter", ["source", "module"])
@pytest.mark.parametrize("rank", [1, 2, 3, 5])
def test_numbers_per_channel_refuse_a_state_of_another_rank(rank: int, emitter: str, tmp_path: Path) -> None:
    overrides: dict[str, Any] = {**SMALL, "scheme.parameters.k.learned": "per-channel"}
    with imported(tableau2net.emit("lm_resnet20", **overrides), tmp_path) as module:
        model = network(module) if emitter == "source" else tableau2net.compile("lm_resnet20", **overrides)
        state = torch.ones((4,) * rank)
        with pytest.raises((ValueError, AssertionError), match=r"belong to states \(N, channels, H, W\)"):
            model.get_submodule("period1.0")(state, state)
