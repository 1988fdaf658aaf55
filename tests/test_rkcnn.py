"""RKCNN-E, -I and -R are what an independent implementation, written from the paper's code alone, computes."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from emitted import images
from torch import Tensor, nn
from torch.nn import functional

import tableau2net

PARAMETERS = {"rkcnn_e": 1_192_810, "rkcnn_i": 2_551_210, "rkcnn_r": 2_551_210}


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_published_number_of_parameters(name: str) -> None:
    model = tableau2net.compile(name)
    assert sum(parameter.numel() for parameter in model.parameters()) == PARAMETERS[name]


def norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


def unit(inputs: int, k: int, neck: int) -> nn.Sequential:
    """BN, ReLU, 1×1 conv to neck·k, BN, ReLU, 3×3 conv to k; no conv biases."""
    return nn.Sequential(
        norm(inputs),
        nn.ReLU(),
        nn.Conv2d(inputs, neck * k, 1, bias=False),
        norm(neck * k),
        nn.ReLU(),
        nn.Conv2d(neck * k, k, 3, padding=1, bias=False),
    )


class Period(nn.Module):
    """One step with `stages` units, and as many update units unless it is RKCNN-E."""

    def __init__(self, k: int, stages: int, neck: int, kind: str, sweeps: int) -> None:
        super().__init__()
        self.units = nn.ModuleList(unit((i + 1) * k, k, neck) for i in range(stages))
        updates = 0 if kind == "e" else stages
        self.updates = nn.ModuleList(unit(stages * k, k, neck) for _ in range(updates))
        self.kind, self.sweeps = kind, sweeps

    def forward(self, y: Tensor) -> Tensor:
        e: list[Tensor] = []
        for each in self.units:
            e.append(each(torch.cat([y, *e], 1)))
        for _ in range(self.sweeps if len(self.updates) else 0):
            old = list(e)
            for i, update in enumerate(self.updates):
                seen = e if self.kind == "i" else old
                e[i] = update(torch.cat([y, *(seen[j] for j in range(len(e)) if j != i)], 1))
        return torch.stack([y, *e]).sum(0)


class Transition(nn.Module):
    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.norm, self.conv = norm(before), nn.Conv2d(before, after, 1, bias=False)
        self.squeeze, self.excite = nn.Linear(after, after // 2), nn.Linear(after // 2, after)

    def forward(self, u: Tensor) -> Tensor:
        u = self.conv(self.norm(u).relu())
        scale = self.excite(self.squeeze(u.mean((2, 3))).relu()).sigmoid()
        return functional.avg_pool2d(u * scale[..., None, None], 2)


class Rkcnn(nn.Module):
    """Widths, stages and sweeps are those of the periods."""

    def __init__(self, widths: list[int], stages: list[int], neck: int, kind: str, sweeps: list[int]) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, widths[0], 3, padding=1, bias=False)
        each = zip(widths, stages, sweeps, strict=True)
        self.periods = nn.ModuleList(Period(k, s, neck, kind, n) for k, s, n in each)
        self.transitions = nn.ModuleList(map(Transition, widths, widths[1:]))
        self.norms = nn.ModuleList(map(norm, widths))
        self.linear = nn.Linear(sum(widths), 10)

    def forward(self, x: Tensor) -> Tensor:
        u, averages = self.stem(x), []
        for p, period in enumerate(self.periods):
            u = period(u if p == 0 else self.transitions[p - 1](u))
            averages.append(self.norms[p](u).relu().mean((2, 3)))
        logits: Tensor = self.linear(torch.cat(averages, 1))
        return logits


def carry(ours: nn.Module, theirs: nn.Module) -> None:
    """The weights of `ours` into `theirs`, role by role: within a role both declare them in the order of the data."""
    values = [value for key, value in ours.state_dict().items()]
    target = theirs.state_dict()
    assert [value.shape for value in values] == [value.shape for value in target.values()]
    theirs.load_state_dict(dict(zip(target, values, strict=True)))


@pytest.mark.parametrize("sweeps", [1, 3])
@pytest.mark.parametrize("stages", [2, 4])
@pytest.mark.parametrize("kind", ["e", "i", "r"])
def test_the_same_outputs_as_an_independent_implementation(kind: str, stages: int, sweeps: int) -> None:
    widths, neck = [4, 6, 4], 2
    settings: dict[str, Any] = {"scheme.stages": stages, "field.neck": neck}
    settings |= {f"periods.{p}.channels": k for p, k in enumerate(widths)}
    if kind != "e":
        settings["implicit.sweeps"] = sweeps
    ours = tableau2net.compile(f"rkcnn_{kind}", **settings).double()
    assert_the_same(ours, Rkcnn(widths, [stages] * 3, neck, kind, [sweeps] * 3).double(), kind)


def test_unequal_stages_and_updates_are_the_periods_own() -> None:
    ours = tableau2net.compile("rkcnn_i_3_4_5").double()
    assert_the_same(ours, Rkcnn([40, 80, 120], [3, 4, 5], 1, "i", [2, 1, 1]).double(), "i")


def assert_the_same(ours: nn.Module, theirs: Rkcnn, kind: str) -> None:
    """Two networks are the same, with the weights of `ours`."""
    for p, each in enumerate(theirs.periods):
        period = ours.get_submodule(f"period{p + 1}")
        for i in range(len(list(each.get_submodule("units").children()))):
            carry(period.get_submodule(f"f{i + 1}"), theirs.get_submodule(f"periods.{p}.units.{i}"))
            if kind != "e":
                carry(period.get_submodule(f"g{i + 1}"), theirs.get_submodule(f"periods.{p}.updates.{i}"))
        if p:
            carry(ours.get_submodule(f"transition{p}"), theirs.transitions[p - 1])
    carry(ours.get_submodule("stem"), theirs.stem)
    carry(ours.get_submodule("head.norms"), theirs.norms)
    carry(ours.get_submodule("head.linear"), theirs.linear)
    assert sum(p.numel() for p in ours.parameters()) == sum(p.numel() for p in theirs.parameters())
    x = images((3, 8))
    for training in (True, False):
        outputs = [model.train(training)(x) for model in (ours, theirs)]
        torch.testing.assert_close(*outputs, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("settings", [
    {"scheme": "rk4", "implicit": None}, {"scheme": "gauss2"}, {"periods.*.steps": 2},
    {"field.dropout": 0.2, "transition.dropout": 0.2},
    {"periods": [{"channels": 4, "steps": 3}]},
])  # fmt: skip
def test_every_number_of_it_can_be_set(settings: dict[str, Any]) -> None:
    model = tableau2net.compile("rkcnn_i", **{"periods.*.channels": 4, **settings})
    assert model(images((3, 8)).float()).shape == (2, 10)
