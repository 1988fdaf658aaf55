"""The operators, 64 channels of 16×16 in float32, training (forward and backward) and inference, relative to torch's
own convolution; and the lean operator with its stencil written into a 3×3 kernel, which multiplies by zeros."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import torch
from measure import medians, table
from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components import find, kinds
from tableau2net.components.operators.lean import LeanConv

WIDTH, SIZE, BATCH = 64, 16, 32
POINTS = torch.tensor([1, 3, 4, 5, 7])


class Scattered(LeanConv):
    """The lean operator with 5 points, by one convolution with a 3×3 kernel."""

    def forward(self, x: Tensor) -> Tensor:
        pointwise, weight = self.weight.tensor_split([self.inputs], 1)
        members = weight.shape[1] // 5
        kernel = weight.new_zeros(len(weight), members, 9)
        kernel = kernel.index_copy(2, POINTS, weight.reshape(len(weight), members, 5)).view(-1, members, 3, 3)
        groups = x.shape[1] // members
        stencil = functional.conv2d(x, kernel, None, self.stride, 1, 1, groups)
        return functional.conv2d(x, pointwise, stride=self.stride) + stencil


def loaded(kind: str) -> Callable[..., nn.Module]:
    component = find("operators", kind)
    operator: Callable[..., nn.Module] = getattr(import_module(component.module), component.name)
    return operator


def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    x = torch.randn(BATCH, WIDTH, SIZE, SIZE)
    models = {kind: loaded(kind)(WIDTH, WIDTH) for kind in kinds("operators")}
    for group in (1, 4):
        models[f"lean, group {group}, scattered"] = Scattered(WIDTH, WIDTH, group=group)
        models[f"lean, group {group}"] = LeanConv(WIDTH, WIDTH, group=group)
    del models["lean"]

    def training(model: nn.Module) -> Callable[[], object]:
        def run() -> None:
            model.train()(x.clone().requires_grad_()).sum().backward()

        return run

    def inference(model: nn.Module) -> Callable[[], object]:
        def run() -> None:
            with torch.no_grad():
                model.eval()(x)

        return run

    for title, kind in (("training", training), ("inference", inference)):
        print(f"{title}:")
        table(medians({name: kind(model) for name, model in models.items()}, 25), "conv")
