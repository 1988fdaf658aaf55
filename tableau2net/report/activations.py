"""How many values of one image a network keeps for its backward pass: what autograd saves of the activations when it
runs in training mode, parameters and buffers left out, a tensor that is saved twice counted once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import torch
from torch import Tensor, fx, nn

from tableau2net.report.words import owner

BATCH = 2  # batch statistics of one value do not exist


def activations(network: fx.GraphModule, image: Tensor, loops: Mapping[str, int]) -> dict[str, int]:
    """The values kept by each part for one image. The network is on the meta device, with at most two steps in each
    loop of `loops`, of which the second stands for all the later ones."""
    run = _Kept(network, loops)
    network.train()
    try:
        with torch.enable_grad():
            run.run(image.expand(BATCH, *image.shape[1:]).clone())
    finally:
        network.eval()
    return {name: count // BATCH for name, count in run.kept.items()}


class _Kept(fx.Interpreter):
    """Runs the network node by node and counts what each of them saves."""

    def __init__(self, network: fx.GraphModule, loops: Mapping[str, int]) -> None:
        super().__init__(network)
        self.loops, self.part = loops, ""
        self.kept: dict[str, int] = {}
        self.own = {_storage(each) for each in _held(network)}
        self.seen: dict[int, Tensor] = {}  # with the tensor, so that its storage keeps its number

    def run_node(self, n: fx.Node) -> Any:
        times = 1
        if n.op == "call_module":
            self.part = owner(str(n.target))
            name, _, index = str(n.target).partition(".")
            times = max(1, self.loops.get(name, 2) - 1) if index == "1" else 1
        before = dict(self.seen)
        with torch.autograd.graph.saved_tensors_hooks(self.save, lambda value: value):
            result = super().run_node(n)
        new = [value for number, value in self.seen.items() if number not in before]
        self.kept[self.part] = self.kept.get(self.part, 0) + times * sum(value.numel() for value in new)
        return result

    def save(self, value: Tensor) -> Tensor:
        if _storage(value) not in self.own:
            self.seen.setdefault(_storage(value), value)
        return value


def _held(network: nn.Module) -> Iterator[Tensor]:
    return chain(network.parameters(), network.buffers())


def _storage(value: Tensor) -> int:
    return int(value.untyped_storage()._cdata)
