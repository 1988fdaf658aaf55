"""The residual networks of 2015 are what plain modules, written from the papers, compute."""

from __future__ import annotations

import re
from typing import Any

import pytest
import torch
from emitted import images
from torch import Tensor, nn
from torch.nn import functional
from twins import assert_twins, layers

import tableau2net
from tableau2net.pipeline import certificates
from tableau2net.read import load_network, load_scheme
from tableau2net.report.summary import summary

COUNTS = {"resnet20_v1": 269_722, "resnet50_v1": 25_557_032, "resnext50_32x4d": 25_028_904}


@pytest.mark.parametrize("name", COUNTS)
def test_how_many_parameters_it_has(name: str) -> None:
    assert summary(load_network(name)).parameters == COUNTS[name]


class Bottleneck(nn.Module):
    """He et al. 2016, figure 5 right: relu(F(x) + shortcut(x)); the groups are those of Xie et al. 2017, figure 3c."""

    def __init__(self, inputs: int, width: int, outputs: int, stride: int, groups: int) -> None:
        super().__init__()
        self.convs = nn.ModuleList(
            [
                nn.Conv2d(inputs, width, 1, bias=False),
                nn.Conv2d(width, width, 3, stride, 1, groups=groups, bias=False),
                nn.Conv2d(width, outputs, 1, bias=False),
            ]
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(n) for n in (width, width, outputs))
        self.shortcut = (
            nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
            if stride != 1 or inputs != outputs
            else nn.Sequential()
        )

    def forward(self, x: Tensor) -> Tensor:
        y = x
        for conv, norm, last in zip(self.convs, self.norms, (False, False, True), strict=True):
            y = norm(conv(y))
            y = y if last else y.relu()
        result: Tensor = (y + self.shortcut(x)).relu()
        return result

    def by_role(self) -> list[nn.Module]:
        """The layers in the order in which they are applied, then the shortcut's."""
        pairs = zip(self.convs, self.norms, strict=True)
        return [*(layer for pair in pairs for layer in pair), *self.shortcut]


class ResNet(nn.Module):
    def __init__(self, widths: list[int], depths: list[int], expansion: int, groups: int) -> None:
        super().__init__()
        self.conv, self.norm = nn.Conv2d(3, 8, 7, 2, 3, bias=False), nn.BatchNorm2d(8)
        before, blocks = 8, []
        for stage, (width, depth) in enumerate(zip(widths, depths, strict=True)):
            for i in range(depth):
                stride = 2 if stage and not i else 1
                blocks.append(Bottleneck(before, width // expansion, width, stride, groups))
                before = width
        self.blocks = nn.ModuleList(blocks)
        self.linear = nn.Linear(before, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = functional.max_pool2d(self.norm(self.conv(x)).relu(), 3, 2, 1)
        for block in self.blocks:
            x = block(x)
        logits: Tensor = self.linear(x.mean((2, 3)))
        return logits


@pytest.mark.parametrize(("name", "expansion", "groups"), [("resnet50_v1", 4, 1), ("resnext50_32x4d", 2, 4)])
def test_the_imagenet_networks(name: str, expansion: int, groups: int) -> None:
    torch.manual_seed(0)
    depths, widths = [2, 3], [16, 32]
    periods = [{"channels": width, "steps": depth - 1} for width, depth in zip(widths, depths, strict=True)]
    overrides: dict[str, Any] = {"periods": periods, "stem.channels": 8, "input.size": 32, "classes": 10}
    if groups > 1:
        overrides["field.operator.groups"] = groups
    ours = tableau2net.compile(name, **overrides)
    twin = ResNet(widths, depths, expansion, groups)
    blocks: list[list[nn.Module]] = []
    for number, depth in enumerate(depths):
        entry = [ours.get_submodule(f"{part}{number}") for part in ("residual", "transition")]
        blocks.append([layer for part in entry for layer in interleaved(part)])
        steps = [f"period{number + 1}{f'.{i}' if depth > 2 else ''}" for i in range(depth - 1)]
        blocks += [interleaved(ours.get_submodule(f"{step}.f1")) for step in steps]
    pairs = list(zip(layers(ours.get_submodule("stem")), (twin.conv, twin.norm), strict=True))
    for mine, block in zip(blocks, twin.blocks, strict=True):
        assert isinstance(block, Bottleneck)
        pairs += zip(mine, block.by_role(), strict=True)
    pairs += [(ours.get_submodule("head.linear"), twin.linear)]
    assert_twins(ours, twin, pairs, images((3, 32), count=3))


def interleaved(field: nn.Module) -> list[nn.Module]:
    """The layers of a field in the order in which they are applied: their names' numbers, convolution before norm."""
    named = [
        (name, each) for name, each in field.named_modules() if isinstance(each, nn.Conv2d | nn.BatchNorm2d)
    ]
    return [each for name, each in sorted(named, key=lambda pair: (re.sub(r"\D", "", pair[0]), pair[0]))]


AFTER: dict[str, Any] = {
    "after": "relu",
    "input.size": 8,
    "periods": [{"channels": 4, "steps": 2}, {"channels": 8, "steps": 2}],
}


def test_the_verifier_names_what_a_step_ends_in() -> None:
    (found,) = certificates(load_network("resnet20_v1"))
    assert found.order == 1
    assert (
        "no order is proved of the sequence whose steps end in relu: a step is then no longer the scheme alone"
        in (found.describe())
    )
    (certificate,) = certificates(load_network("resnet20_v1"), at_least=1)
    assert certificate.refuted == ("at_least",)
    header = tableau2net.emit("resnet20_v1").partition("# input")[0]
    assert "steps end in relu" in " ".join(header.replace("#", "").split())


@pytest.mark.parametrize("scheme", ["rk4", "lm2", "ab2", "revnet", "ssprk33"])
def test_the_state_alone_is_rectified(scheme: str) -> None:
    """Each new state, or part of it, is σ of what the scheme alone gives; the past is as it was."""
    starter = {"starter": "euler"} if scheme in ("lm2", "ab2") else {}
    settings: dict[str, Any] = {**AFTER, "scheme": scheme, **starter}
    step = "period2" if starter else "period2.0"
    rectified, plain = (
        tableau2net.compile("resnet20", **{**settings, "after": after}).double().eval().get_submodule(step)
        for after in ("relu", None)
    )
    plain.load_state_dict(rectified.state_dict())
    external = load_scheme(scheme).method.external
    states = [images((4 if scheme == "revnet" else 8, 8), seed=n) for n in range(len(external))]
    results = [each(*states) for each in (rectified, plain)]
    got, raw = ((each,) if len(external) == 1 else each for each in results)
    for a, b, value in zip(got, raw, external, strict=True):
        torch.testing.assert_close(a, b.relu() if value.kind == "part" or value.age == 0 else b)
