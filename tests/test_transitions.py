"""Transitions: their shortcuts, and those that are a step of the network's own scheme. RevNet beside its twin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import SMALL, images, network_around
from test_emitters_agree import assert_emitters_agree
from torch import Tensor, nn
from torch.nn import functional
from twins import assert_twins, layers

import tableau2net
from tableau2net.components.transitions.identity import IdentityTransition
from tableau2net.components.transitions.pad_pool import PadPoolTransition
from tableau2net.errors import InputError
from tableau2net.read import load_network
from tableau2net.report.summary import summary

COUNTS = {"revnet38": 464_890, "revnet110": 1_729_194}
LM2 = {"scheme": "lm2", "starter": "euler", "periods": [{"channels": 4, "steps": 3}]}
BY_SCHEME = {"kind": "projection", "by_scheme": True}


@pytest.mark.parametrize("name", COUNTS)
def test_how_many_parameters_it_has(name: str) -> None:
    assert summary(load_network(name)).parameters == COUNTS[name]


@pytest.mark.parametrize("size", [4, 5])
def test_the_shortcuts_without_weights(size: int) -> None:
    u = images((3, size))
    every_second, zeros = u[:, :, ::2, ::2], torch.zeros(2, 2, 3 if size == 5 else 2, 3 if size == 5 else 2)
    torch.testing.assert_close(IdentityTransition(3, 5)(u), torch.cat([every_second, zeros], 1).double())
    pooled = PadPoolTransition(3, 6)(u)
    assert pooled.shape == (2, 6, -(-size // 2), -(-size // 2))
    assert not pooled[:, [0, 4, 5]].any()
    torch.testing.assert_close(pooled[:, 1:4, 0, 0], u[:, :, :2, :2].mean((2, 3)))


WAYS: dict[str, dict[str, Any]] = {
    "euler": {},
    "rk4": {"step_size": "learned"},
    "revnet": {"transition": {"kind": "pad-pool", "by_scheme": True}},
    "verlet": {},
    "gauss2": {"implicit": {"mode": "fused", "sweeps": 2, "order": "jacobi"}, "weights": "stage"},
    "dimsim2": {},
    "fractal3": {"drop_path": {"rate": 0.3}, "transition": {"by_scheme": True}},
    "ssprk33_shu_osher": {},
    "way2": {"stochastic_depth": {"rate": 0.5}, "after": "relu"},
    "heun2": {"coupling": "concat", "stem.channels": 6},
    "alexander_sdirk2": {"implicit": {"mode": "solve"}, "step_size": "1/20"},
}


@pytest.mark.parametrize("scheme", WAYS)
def test_a_step_of_any_one_step_scheme_may_be_the_transition(scheme: str, tmp_path: Path) -> None:
    assert_emitters_agree(
        tmp_path, "resnet20", network_around(scheme, **{"transition": BY_SCHEME, **WAYS[scheme]})
    )


def test_a_shortcut_that_nothing_goes_through_is_refused() -> None:
    with pytest.raises(InputError, match=r"transition\.kind has no effect here"):
        tableau2net.emit("resnet20", **network_around("fractal3", transition=BY_SCHEME))


def test_euler_s_step_is_the_residual_transition() -> None:
    models = []
    for transition in ({"kind": "projection", "residual": True}, BY_SCHEME):
        models.append(tableau2net.compile("resnet20", **{**SMALL, "transition": transition}).double().eval())
    residual, own = models
    assert len(residual.state_dict()) == len(own.state_dict())
    names = {"transition1.f1": "residual1", "transition1.shortcut": "transition1"}
    for name, given in names.items():
        own.get_submodule(name).load_state_dict(residual.get_submodule(given).state_dict())
    for name in ("stem", "period1", "period2", "head"):
        own.get_submodule(name).load_state_dict(residual.get_submodule(name).state_dict())
    torch.testing.assert_close(own(images((2, 8))), residual(images((2, 8))))


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"transition": {**BY_SCHEME, "residual": True}}, "a transition is either residual or by the scheme"),
        (
            {"transition": BY_SCHEME, "scheme": "lm2", "starter": "euler"},
            "needs a scheme without a past",
        ),
        (
            {**LM2, "transition": BY_SCHEME, "stem.channels": 2},
            "needs a scheme without a past",
        ),
        (
            {"transition": BY_SCHEME, "scheme": "revnet", "stem.channels": 3},
            "the channels cannot be split: found 3; expected a multiple of 2",
        ),
        (
            {"transition": BY_SCHEME, "scheme": "rk4", "weights": "step"},
            "share one field between what is before",
        ),
        (
            {
                "transition": {"kind": "pad-pool"},
                "periods": [{"channels": 8, "steps": 1}, {"channels": 4, "steps": 1}],
            },
            "adds channels and takes none away",
        ),
        ({"transition": {"kind": "conv-pool", "by_scheme": True}, "stem.channels": 2}, "always halves"),
    ],
)
def test_transitions_that_do_not_fit_are_told(overrides: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        tableau2net.emit("resnet20", **{**SMALL, **overrides})


class Branch(nn.Module):
    """F or G of RevNet's basic unit: BN, ReLU, convolution, twice; the first ones may have been applied already."""

    def __init__(self, inputs: int, outputs: int, stride: int, activated: bool) -> None:
        super().__init__()
        self.norm1 = nn.Sequential() if activated else nn.Sequential(nn.BatchNorm2d(inputs), nn.ReLU())
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv2(self.norm2(self.conv1(self.norm1(x))).relu())
        return y


class Unit(nn.Module):
    """y1 = x1 + F(x2), y2 = x2 + G(y1); with a stride, the sums take averages with channels of zeros around them."""

    def __init__(self, inputs: int, outputs: int, stride: int, activated: bool = False) -> None:
        super().__init__()
        self.f = Branch(inputs, outputs, stride, activated)
        self.g = Branch(outputs, outputs, 1, activated=False)
        self.stride, self.pad = stride, (outputs - inputs) // 2

    def skip(self, x: Tensor) -> Tensor:
        return functional.pad(functional.avg_pool2d(x, self.stride), (0, 0, 0, 0, self.pad, self.pad))

    def forward(self, x1: Tensor, x2: Tensor) -> tuple[Tensor, Tensor]:
        y1 = self.skip(x1) + self.f(x2)
        return y1, self.skip(x2) + self.g(y1)


class RevNet(nn.Module):
    """The network of arXiv 1707.04585, of units and channels as in its table 1."""

    def __init__(self, channels: list[int], units: int) -> None:
        super().__init__()
        self.conv, self.norm = nn.Conv2d(3, channels[0], 3, 1, 1, bias=False), nn.BatchNorm2d(channels[0])
        widths = [channel // 2 for channel in channels]
        self.units = nn.ModuleList(
            Unit(before if not i else width, width, 1 if i or not stage else 2, activated=not stage and not i)
            for stage, (before, width) in enumerate(zip([widths[0], *widths], widths, strict=False))
            for i in range(units)
        )
        self.last, self.linear = nn.BatchNorm2d(channels[-1]), nn.Linear(channels[-1], 10)

    def forward(self, x: Tensor) -> Tensor:
        x1, x2 = self.norm(self.conv(x)).relu().chunk(2, 1)
        for unit in self.units:
            x1, x2 = unit(x1, x2)
        logits: Tensor = self.linear(self.last(torch.cat([x1, x2], 1)).relu().mean((2, 3)))
        return logits


def test_revnet_is_its_twin() -> None:
    torch.manual_seed(0)
    channels, units = [8, 16, 24], 3
    overrides: dict[str, Any] = {f"periods.{i}.channels": channel for i, channel in enumerate(channels)}
    ours = tableau2net.compile("revnet38", **{**overrides, "input.size": 16})
    twin = RevNet(channels, units)
    names = ["period1part1", "period1part2.0", "period1part2.1"]
    names += [
        f"{place}{i}"
        for n in (1, 2)
        for place, i in ((f"transition{n}", ""), *((f"period{n + 1}.", j) for j in (0, 1)))
    ]
    pairs = list(zip(layers(ours.get_submodule("stem")), (twin.conv, twin.norm), strict=True))
    for name, unit in zip(names, twin.units, strict=True):
        assert isinstance(unit, Unit)
        for field, branch in (("f1", unit.f), ("f2", unit.g)):
            pairs += zip(layers(ours.get_submodule(f"{name}.{field}")), layers(branch), strict=True)
    pairs += zip(layers(ours.get_submodule("head")), (twin.last, twin.linear), strict=True)
    assert_twins(ours, twin, pairs, images((3, 16), count=3))


def test_a_revnet_of_published_size_has_its_twin_s_parameters() -> None:
    for name, channels, units in (("revnet38", [32, 64, 112], 3), ("revnet110", [32, 64, 128], 9)):
        with torch.device("meta"):
            twin = RevNet(channels, units)
        assert sum(parameter.numel() for parameter in twin.parameters()) == COUNTS[name]
