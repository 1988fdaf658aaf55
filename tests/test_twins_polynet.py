"""PolyNet and its units are what plain modules, written from the paper (arXiv 1611.05725), compute.

For Inception's blocks there are residual ones. A unit has one first convolution for each letter of its polynomial, and
for each evaluation a last convolution and batch norms.
"""

from __future__ import annotations

from typing import Any

import pytest
import torch
from emitted import images
from torch import Tensor, nn
from twins import assert_twins, layers

import tableau2net
from tableau2net.pipeline import settings
from tableau2net.read import load_network
from tableau2net.report.summary import summary

Pairs = list[tuple[nn.Module, nn.Module]]


class Evaluation(nn.Module):
    """What a block has for one evaluation alone: all but its first convolution."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(channels), nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)

    def forward(self, y: Tensor) -> Tensor:
        y = self.norm2(self.conv2(self.norm1(y).relu()))
        return y


# The polynomial of a unit: in which letter's block each of its terms ends, and whether it begins with the one before.
UNITS: dict[str, tuple[str, bool]] = {
    "way2": ("FG", False),
    "mpoly2": ("FG", True),
    "mpoly3": ("FGH", True),
    "poly2": ("FF", True),
    "poly3": ("FFF", True),
}


class Unit(nn.Module):
    """Every block reads what is rectified, and so is the sum."""

    def __init__(self, kind: str, channels: int) -> None:
        super().__init__()
        self.letters, self.nested = UNITS[kind]
        self.first = nn.ModuleDict(
            {letter: nn.Conv2d(channels, channels, 3, 1, 1, bias=False) for letter in self.letters}
        )
        self.evaluations = nn.ModuleList(Evaluation(channels) for _ in self.letters)

    def forward(self, x: Tensor) -> Tensor:
        total, read = x, x
        for letter, evaluation in zip(self.letters, self.evaluations, strict=True):
            y = evaluation(self.first[letter](read))
            total = total + y
            read = y.relu() if self.nested else x
        return total.relu()

    def pairs(self, step: nn.Module) -> Pairs:
        """The layers of our step, each with the one of the same role here."""
        found: Pairs = []
        names = ("f", "f_2", "f_3") if len(set(self.letters)) == 1 else ("f1", "f2", "f3")
        for name, letter, evaluation in zip(names, self.letters, self.evaluations, strict=False):
            if name in ("f", "f1", "f2", "f3"):
                found.append((step.get_submodule(f"{name}.conv1"), self.first[letter]))
            roles = ("norm1", "conv2", "norm2")
            found += [
                (step.get_submodule(f"{name}.{role}"), evaluation.get_submodule(role)) for role in roles
            ]
        return found


class Reduction(nn.Module):
    """From one period to the next: a residual unit with a stride."""

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        self.block = nn.Sequential(
            nn.Conv2d(inputs, channels, 3, 2, 1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, 1, 1, bias=False),
            nn.BatchNorm2d(channels),
        )
        self.past = nn.Sequential(nn.Conv2d(inputs, channels, 1, 2, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = (self.block(x) + self.past(x)).relu()
        return y


class PolyNet(nn.Module):
    def __init__(self, widths: list[int], kinds: list[list[str]]) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, widths[0], 3, 1, 1, bias=False), nn.BatchNorm2d(widths[0]))
        self.periods = nn.ModuleList(
            nn.Sequential(*(Unit(kind, width) for kind in units))
            for units, width in zip(kinds, widths, strict=True)
        )
        self.reductions = nn.ModuleList(map(Reduction, widths[:-1], widths[1:]))
        self.linear = nn.Linear(widths[-1], 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.periods[0](self.stem(x).relu())
        for reduction, period in zip(self.reductions, list(self.periods)[1:], strict=True):
            x = period(reduction(x))
        logits: Tensor = self.linear(x.mean((2, 3)))
        return logits

    def pairs(self, ours: nn.Module, names: list[list[str]]) -> Pairs:
        """Our layers with those here, by the names of our steps."""
        found = list(zip(layers(ours.get_submodule("stem")), self.stem, strict=True))
        for steps, period in zip(names, self.periods, strict=True):
            for name, unit in zip(steps, period.children(), strict=True):
                assert isinstance(unit, Unit)
                found += unit.pairs(ours.get_submodule(name))
        for number, reduction in enumerate(self.reductions, 1):
            block, past = layers(reduction.get_submodule("block")), layers(reduction.get_submodule("past"))
            found += zip(layers(ours.get_submodule(f"residual{number}")), block, strict=True)
            mine = ours.get_submodule(f"transition{number}")
            found += [
                (mine.get_submodule(name), each) for name, each in zip(("conv", "norm"), past, strict=True)
            ]
        return [*found, (ours.get_submodule("head.linear"), self.linear)]


SHARED: dict[str, Any] = {"weights": "step", "own": "last-convolution"}
SAID: dict[str, dict[str, Any]] = {
    "way2": {"scheme": "way2"},
    "mpoly2": {"scheme": "polynet2"},
    "mpoly3": {"scheme": "polynet3"},
    "poly2": {"scheme": "polynet2", **SHARED},
    "poly3": {"scheme": "polynet3", **SHARED},
}


@pytest.mark.parametrize(
    "kinds", [*([unit] for unit in UNITS), ["way2", "poly3", "way2", "poly3"]], ids=" ".join
)
def test_the_units_alone_and_alternating(kinds: list[str]) -> None:
    torch.manual_seed(0)
    keys: dict[str, Any] = {
        "scheme": None,
        "periods": [{"channels": 6, "parts": [{"steps": 1, **SAID[kind]} for kind in kinds]}],
        "input.size": 8,
        "norm.per": "evaluation" if any(kind.startswith("poly") for kind in kinds) else "field",
    }
    ours, twin = tableau2net.compile("polynet", **keys), PolyNet([6], [kinds])
    names = ["period1"] if len(kinds) == 1 else [f"period1part{i + 1}" for i in range(len(kinds))]
    assert_twins(ours, twin, twin.pairs(ours, [names]), images((3, 8), count=3))


def test_the_network_with_its_sequence_of_units() -> None:
    """With fewer units in each period, and narrow."""
    torch.manual_seed(0)
    overrides = {f"periods.{i}.channels": width for i, width in enumerate((4, 6, 8))}
    overrides |= {"periods.0.steps": 2, "periods.1.repeat": 2, "periods.2.repeat": 1, "input.size": 16}
    ours = tableau2net.compile("polynet", **overrides)
    alternating = ["poly3", "way2"]
    twin = PolyNet([4, 6, 8], [["way2"] * 2, alternating * 2, alternating])
    names = [
        ["period1.0", "period1.1"],
        [f"period2part{i}" for i in range(1, 5)],
        ["period3part1", "period3part2"],
    ]
    assert_twins(ours, twin, twin.pairs(ours, names), images((3, 16), count=3))


def test_the_sequence_is_that_of_the_very_deep_polynet() -> None:
    """Stage A: 10 × 2-way; B: 10 × (poly-3, 2-way); C: 5 × (poly-3, 2-way)."""
    units = [
        [(stretch.rule.scheme.name, stretch.steps) for stretch in stretches]
        for stretches in load_network("polynet").stretches
    ]
    pair = [("polynet3", 1), ("way2", 1)]
    assert units == [[("way2", 10)], pair * 10, pair * 5]


@pytest.mark.parametrize("name", ["polynet_poly2", "polynet_mpoly", "polynet_way2"])
def test_the_small_networks_have_the_units_of_their_names(name: str) -> None:
    torch.manual_seed(0)
    keys: dict[str, Any] = {
        "periods": [{"channels": 4, "steps": 2}, {"channels": 6, "steps": 1}],
        "input.size": 8,
    }
    kind = {"polynet_poly2": "poly2", "polynet_mpoly": "mpoly2", "polynet_way2": "way2"}[name]
    ours, twin = tableau2net.compile(name, **keys), PolyNet([4, 6], [[kind] * 2, [kind]])
    assert_twins(
        ours, twin, twin.pairs(ours, [["period1.0", "period1.1"], ["period2"]]), images((3, 8), count=3)
    )


def test_how_many_parameters_polynet_has() -> None:
    """Of a width C a unit has four convolutions of 9 C² weights, a poly-3 unit one and three, and two norms a block."""
    found = {part.name: part.parameters for part in summary(load_network("polynet")).parts}
    way2, poly3 = ((9 * count * 32**2 + 2 * norms * 32) for count, norms in ((4, 4), (4, 6)))
    assert (found["period2part1"], found["period2part2"]) == (poly3, way2)
    document = load_network("polynet", settings({"periods.*.channels": 4}))
    built = tableau2net.compile("polynet", **{"periods.*.channels": 4})
    assert summary(document).parameters == sum(parameter.numel() for parameter in built.parameters())
