"""FractalNet's blocks: columns that change the width, are pooled before they are joined, and may be left alone."""

from __future__ import annotations

import re
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
from tableau2net.components.mechanisms.drop_columns import DropColumns
from tableau2net.components.mechanisms.one_column import OneColumn
from tableau2net.errors import InputError
from tableau2net.read import load_network
from tableau2net.report.summary import summary


def test_how_many_parameters_it_has() -> None:
    """As many as the implementation for CIFAR-10 in osmr/imgclsmob says that it has."""
    assert summary(load_network("fractalnet_cifar")).parameters == 33_724_618


def test_each_block_has_its_dropout() -> None:
    model = tableau2net.compile("fractalnet_cifar", **narrow(5))
    fields = [[model.get_submodule(f"transition{n}.f{i + 1}") for i in range(7)] for n in range(5)]
    assert [{field.dropout for field in block} for block in fields] == [{0.0}, {0.1}, {0.2}, {0.3}, {0.4}]


def narrow(periods: int, **more: Any) -> dict[str, Any]:
    found = {f"periods.{n}.channels": 4 + 2 * n for n in range(periods)}
    return {**found, "input.size": 32, **more}


class Conv(nn.Module):
    """Convolution, BN, ReLU."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv, self.norm = nn.Conv2d(inputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.norm(self.conv(x)).relu()
        return y


class Fractal(nn.Module):
    """f_1 = conv, f_{C+1} = (f_C ∘ f_C) ⊕ conv (arXiv 1605.07648, equation 1); the columns' ends, deepest first."""

    def __init__(self, columns: int, inputs: int, outputs: int) -> None:
        super().__init__()
        deeper = columns > 1
        self.first = Fractal(columns - 1, inputs, outputs) if deeper else None
        self.second = Fractal(columns - 1, outputs, outputs) if deeper else None
        self.conv = Conv(inputs, outputs)

    def forward(self, x: Tensor) -> list[Tensor]:
        if self.first is None or self.second is None:
            return [self.conv(x)]
        return [*self.second(torch.stack(self.first(x)).mean(0)), self.conv(x)]


class FractalNet(nn.Module):
    """Blocks whose columns are pooled and then joined; no stem, a linear layer on what is left."""

    def __init__(self, columns: int, widths: list[int]) -> None:
        super().__init__()
        pairs = zip([3, *widths], widths, strict=False)
        self.blocks = nn.ModuleList(Fractal(columns, inputs, outputs) for inputs, outputs in pairs)
        self.linear = nn.Linear(widths[-1], 10)

    def forward(self, x: Tensor) -> Tensor:
        for block in self.blocks:
            x = torch.stack([functional.max_pool2d(column, 2) for column in block(x)]).mean(0)
        logits: Tensor = self.linear(x.mean((2, 3)))
        return logits


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_fractalnet_is_its_twin(columns: int) -> None:
    torch.manual_seed(0)
    fields: dict[str, Any] = {f"periods.{n}.field": None for n in range(5)}
    overrides = {**narrow(5, **fields), "drop_path": None, "scheme.columns": columns}
    ours, twin = tableau2net.compile("fractalnet_cifar", **overrides), FractalNet(columns, [4, 6, 8, 10, 12])
    pairs: list[tuple[nn.Module, nn.Module]] = [(ours.get_submodule("head.linear"), twin.linear)]
    for number, block in enumerate(twin.blocks):
        assert isinstance(block, Fractal)
        pairs += zip(layers(ours.get_submodule(f"transition{number}")), in_order(block), strict=True)
    assert_twins(ours, twin, pairs, images((3, 32), count=3))


def in_order(block: Fractal) -> list[nn.Module]:
    """The layers of a block in the order of the rows in which its convolutions end."""
    inner = [layer for each in (block.first, block.second) if each is not None for layer in in_order(each)]
    return [*inner, *layers(block.conv)]


def test_one_column_is_left_alone_in_its_share_of_the_batches() -> None:
    draw = OneColumn(columns=3, share=0.5).train()
    torch.manual_seed(0)
    drawn = [int(draw(torch.ones(1, 1, 1, 1))) for _ in range(4000)]
    assert {number: round(drawn.count(number) / 4000, 1) for number in range(-1, 3)} == {
        -1: 0.5,
        0: 0.2,
        1: 0.2,
        2: 0.2,
    }
    assert [int(draw.eval()(torch.ones(1, 1, 1, 1))) for _ in range(20)] == [-1] * 20


@pytest.mark.parametrize("paths", [2, 3])
def test_the_path_of_the_column_is_what_its_join_gives(paths: int) -> None:
    join = DropColumns(0.5).train()
    values = [torch.full((2, 1, 1, 1), float(10**n)) for n in range(paths)]
    torch.manual_seed(0)
    for number in range(3):
        seen = {float(join(torch.tensor(float(number)), *values)[0]) for _ in range(60)}
        assert (seen == {float(10**number)}) if number < paths else len(seen) == 2**paths - 1
    mean = sum(10.0**n for n in range(paths)) / paths
    assert float(join.eval()(torch.tensor(1.0), *values)[0]) == pytest.approx(mean)


def test_a_block_of_one_column_is_that_column() -> None:
    """With share 1, what a block gives is its n-th column's end, pooled, for some n; all joins follow the same draw."""
    model = (
        tableau2net.compile("fractalnet_cifar", **narrow(5, **{"drop_path.one_column": 1})).double().train()
    )
    step, x = model.get_submodule("transition0"), images((3, 8))
    f = [step.get_submodule(f"f{n + 1}") for n in range(7)]
    torch.manual_seed(3)
    seen = set()
    for _ in range(12):
        got = step(x)
        columns = [f[4](f[3](f[1](f[0](x)))), f[5](f[2](x)), f[6](x)]
        expected = [functional.max_pool2d(column, 2) for column in columns]
        (number,) = [n for n, each in enumerate(expected) if torch.allclose(got, each)]
        seen.add(number)
    assert seen == {0, 1, 2}


POOLED: dict[str, dict[str, Any]] = {
    "euler": {},
    "revnet": {"transition": {"kind": "pad-pool", "by_scheme": True}},
    "lm2": {"transition": {"kind": "identity"}},
    "rk4": {"transition": {"kind": "conv-norm", "residual": True}, "stochastic_depth": {"rate": 0.5}},
    "heun2": {"coupling": "concat"},
    "ssprk33_shu_osher": {"after": "relu"},
    "fractal3": {"drop_path": {"rate": 0.3, "one_column": 0.5}, "transition": {"by_scheme": True}},
}


@pytest.mark.parametrize("scheme", POOLED)
def test_the_last_step_of_any_period_may_pool(scheme: str, tmp_path: Path) -> None:
    overrides = {"pool": "max", "transition": {"kind": "projection", "by_scheme": True}, **POOLED[scheme]}
    assert_emitters_agree(tmp_path, "resnet20", network_around(scheme, **overrides))


def test_a_pooled_step_adds_what_is_pooled() -> None:
    model = tableau2net.compile("resnet20", **{**SMALL, "pool": "max"}).double().eval()
    u = images((4, 8))
    for n in (0, 1):
        step = model.get_submodule(f"period1.{n}")
        assert step(u).shape == u.shape
    last = model.get_submodule("period1last")
    k = last.get_submodule("f1")(u)
    torch.testing.assert_close(last(u), functional.max_pool2d(u, 2) + functional.max_pool2d(k, 2))


def test_a_network_without_a_stem(tmp_path: Path) -> None:
    overrides: dict[str, Any] = {
        **SMALL,
        "stem": "none",
        "transition": {"kind": "projection", "by_scheme": True},
    }
    assert_emitters_agree(tmp_path, "resnet20", overrides)
    assert "self.stem" not in tableau2net.emit("resnet20", **overrides)
    same = {**overrides, "transition": {"kind": "projection"}, "periods": [{"channels": 2, "steps": 3}]}
    assert_emitters_agree(tmp_path, "resnet20", same)


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"periods.0.steps": 0}, "a period needs at least one step: found 0"),
        ({"periods.1.steps": 0}, "a period needs at least one step: found 0"),
        ({"pool": "mean"}, "this word is not allowed here: found 'mean'"),
        ({"stem": "non"}, "the stem has the wrong form"),
        ({"pool": "max", "transition": {"kind": "conv-pool"}}, "always halves"),
    ],
)
def test_what_does_not_fit_is_told(overrides: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        tableau2net.emit("resnet20", **{**SMALL, **overrides})
