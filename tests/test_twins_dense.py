"""DenseNet as written from its paper, against the network that concatenation makes of an explicit scheme."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from emitted import images
from torch import Tensor, nn
from torch.nn import functional
from twins import assert_twins, layers

import tableau2net


class Layer(nn.Module):
    """BN, ReLU, 1×1 convolution to 4k channels, BN, ReLU, 3×3 convolution to k."""

    def __init__(self, inputs: int, k: int) -> None:
        super().__init__()
        self.norm1, self.conv1 = nn.BatchNorm2d(inputs), nn.Conv2d(inputs, 4 * k, 1, bias=False)
        self.norm2, self.conv2 = nn.BatchNorm2d(4 * k), nn.Conv2d(4 * k, k, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv2(self.norm2(self.conv1(self.norm1(x).relu())).relu())
        return y


class Plain(nn.Module):
    """BN, ReLU, 3×3 convolution to k channels."""

    def __init__(self, inputs: int, k: int) -> None:
        super().__init__()
        self.norm, self.conv = nn.BatchNorm2d(inputs), nn.Conv2d(inputs, k, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv(self.norm(x).relu())
        return y


class DenseNet(nn.Module):
    """Dense blocks (arXiv 1608.06993): x_l = H_l([x_0, …, x_(l−1)])."""

    def __init__(self, layer: type[nn.Module], k: int, first: int, layers: int, compression: float) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, first, 3, padding=1, bias=False)
        self.blocks, self.transitions = nn.ModuleList(), nn.ModuleList()
        m = first
        for block in range(3):
            if block:
                less = int(compression * m)
                norm, conv = nn.BatchNorm2d(m), nn.Conv2d(m, less, 1, bias=False)
                self.transitions.append(nn.ModuleList([norm, conv]))
                m = less
            self.blocks.append(nn.ModuleList(layer(m + i * k, k) for i in range(layers)))
            m += layers * k
        self.norm, self.linear = nn.BatchNorm2d(m), nn.Linear(m, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        for number, block in enumerate(self.blocks):
            if number:
                norm, conv = self.transitions[number - 1].children()
                x = functional.avg_pool2d(conv(norm(x).relu()), 2)
            for layer in block.children():
                x = torch.cat([x, layer(x)], 1)
        logits: Tensor = self.linear(self.norm(x).relu().mean((2, 3)))
        return logits


NETWORKS = [("densenet_bc_100_12", Layer, 24, 0.5), ("densenet40_12", Plain, 16, 1.0)]


@pytest.mark.parametrize(("name", "layer", "first", "compression"), NETWORKS)
def test_densenet(name: str, layer: type[nn.Module], first: int, compression: float) -> None:
    torch.manual_seed(0)
    overrides: dict[str, Any] = {"growth": 5, "scheme.stages": 3, "periods.0.channels": first}
    ours = tableau2net.compile(name, **overrides)
    twin = DenseNet(layer, 5, first, 3, compression)
    order = [f"period{i + 1}.f{j + 1}" for i in range(3) for j in range(3)]
    dense = [each for block in twin.blocks for each in block.children()]
    pairs: list[tuple[nn.Module, nn.Module]] = [(ours.get_submodule("stem.conv"), twin.conv)]
    pairs += [
        pair
        for field, one in zip(order, dense, strict=True)
        for pair in zip(layers(ours.get_submodule(field)), layers(one), strict=True)
    ]
    for i, transition in enumerate(twin.transitions):
        pairs += zip(layers(ours.get_submodule(f"transition{i + 1}")), layers(transition), strict=True)
    pairs += zip(layers(ours.get_submodule("head")), (twin.norm, twin.linear), strict=True)
    assert_twins(ours, twin, pairs, images((3, 16), count=3))


@pytest.mark.parametrize(("name", "layer", "first", "compression"), NETWORKS)
def test_its_size(name: str, layer: type[nn.Module], first: int, compression: float) -> None:
    ours = tableau2net.compile(name)
    stages = {"densenet_bc_100_12": 16, "densenet40_12": 12}[name]
    twin = DenseNet(layer, 12, first, stages, compression)
    assert sum(p.numel() for p in ours.parameters()) == sum(p.numel() for p in twin.parameters())
