"""CliqueNet as written from its paper, against the network that links make of an implicit scheme."""

from __future__ import annotations

import pytest
import torch
from emitted import images
from torch import Tensor, nn
from torch.nn import functional
from twins import assert_twins, layers

import tableau2net

LAYERS, K, STEM = 3, 4, 6
Link = tuple[int, int]  # from 0, the block's input, or a layer, to a layer


class Block(nn.Module):
    """Both stages of a block (arXiv 1802.10419): W_ij has one value in both, each stage its own batch norms."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.links: dict[Link, nn.Conv2d] = {}
        self.norms: dict[tuple[int, Link], nn.BatchNorm2d] = {}
        for i in range(1, LAYERS + 1):
            for j in range(LAYERS + 1):
                if i != j:
                    width = K if j else inputs
                    self.links[j, i] = nn.Conv2d(width, K, 3, padding=1, bias=False)
                    for stage in [1] if j == 0 else [2] if j > i else [1, 2]:
                        self.norms[stage, (j, i)] = nn.BatchNorm2d(width)
        self.all = nn.ModuleList([*self.links.values(), *self.norms.values()])

    def layer(self, stage: int, i: int, given: dict[int, Tensor]) -> Tensor:
        """One convolution of what is concatenated, by the weights that are."""
        x = torch.cat([self.norms[stage, (j, i)](u) for j, u in given.items()], 1).relu()
        weight = torch.cat([self.links[j, i].weight for j in given], 1)
        return functional.conv2d(x, weight, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        newest: dict[int, Tensor] = {0: x}
        for i in range(1, LAYERS + 1):
            newest[i] = self.layer(1, i, dict(newest))
        for i in range(1, LAYERS + 1):
            newest[i] = self.layer(2, i, {j: u for j, u in newest.items() if j not in (0, i)})
        return torch.cat([newest[i] for i in range(1, LAYERS + 1)], 1)


class CliqueNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        width = LAYERS * K
        self.stem = nn.Conv2d(3, STEM, 3, padding=1, bias=False)
        self.blocks = nn.ModuleList([Block(STEM), Block(width), Block(width)])
        self.norms = nn.ModuleList(nn.BatchNorm2d(width) for _ in range(2))
        self.convs = nn.ModuleList(nn.Conv2d(width, width, 1, bias=False) for _ in range(2))
        self.heads = nn.ModuleList(nn.BatchNorm2d(first + width) for first in (STEM, width, width))
        self.linear = nn.Linear(STEM + 5 * width, 10)

    def forward(self, x: Tensor) -> Tensor:
        x, features = self.stem(x), []
        for n, block in enumerate(self.blocks):
            if n:
                x = functional.avg_pool2d(self.convs[n - 1](self.norms[n - 1](x).relu()), 2)
            second = block(x)
            features.append(self.heads[n](torch.cat([x, second], 1)).relu().mean((2, 3)))
            x = second
        logits: Tensor = self.linear(torch.cat(features, 1))
        return logits


def pairs(ours: nn.Module, twin: CliqueNet) -> list[tuple[nn.Module, nn.Module]]:
    """The modules of the same role; a link is one convolution, and a batch norm in each stage that has it."""
    found: list[tuple[nn.Module, nn.Module]] = [(ours.get_submodule("stem.conv"), twin.stem)]
    for n, block in enumerate(twin.blocks):
        assert isinstance(block, Block)
        for (j, i), conv in block.links.items():
            name = f"period{n + 1}.f{i}_{j}"
            found.append((ours.get_submodule(f"{name}.conv"), conv))
            first, *more = [stage for stage in (1, 2) if (stage, (j, i)) in block.norms]
            found.append((ours.get_submodule(f"{name}.norm"), block.norms[first, (j, i)]))
            found += [(ours.get_submodule(f"{name}_2.norm"), block.norms[stage, (j, i)]) for stage in more]
        if n:
            both = (twin.norms[n - 1], twin.convs[n - 1])
            found += zip(layers(ours.get_submodule(f"transition{n}")), both, strict=True)
    found += zip(ours.get_submodule("head.norms").children(), twin.heads, strict=True)
    return [*found, (ours.get_submodule("head.linear"), twin.linear)]


def test_cliquenet() -> None:
    torch.manual_seed(0)
    overrides = {"growth": K, "scheme.stages": LAYERS, "periods.0.channels": STEM}
    ours, twin = tableau2net.compile("cliquenet_k36_t12", **overrides), CliqueNet()
    assert_twins(ours, twin, pairs(ours, twin), images((3, 16), count=3))


@pytest.mark.parametrize("shared", [True, False])
def test_a_pair_of_layers_has_one_convolution_where_the_stages_share_it(shared: bool) -> None:
    overrides = {} if shared else {"weights": "evaluation", "norm": None}
    ours = tableau2net.compile("cliquenet_k36_t12", **overrides)
    pair = [
        ours.get_submodule(f"period1.{name}.conv")
        for name in (("f2_1", "f2_1_2") if shared else ("f2_1", "g2_1"))
    ]
    assert (pair[0].weight is pair[1].weight) == shared
