"""Networks of papers, written out as plain modules, against ours: the same weights, outputs, statistics and gradients.

A twin names nothing of ours. Its convolutions, batch norms and linear layers are paired with ours by role: each pair of
submodules that a test names has the same parameters and buffers in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

Pairs = Iterable[tuple[nn.Module, nn.Module]]  # of ours, of the twin


def carry(pairs: Pairs, count: int) -> None:
    """Give the twin our weights; as many numbers as there are."""
    carried = 0
    for ours, twin in pairs:
        given, taken = list(ours.state_dict().values()), list(twin.state_dict().values())
        assert [value.shape for value in given] == [value.shape for value in taken]
        for value, place in zip(given, taken, strict=True):
            place.copy_(value)
        carried += sum(parameter.numel() for parameter in twin.parameters())
    assert carried == count


def assert_twins(
    ours: nn.Module, twin: nn.Module, pairs: list[tuple[nn.Module, nn.Module]], x: Tensor
) -> None:
    """In training and in evaluation the two compute the same, from the same weights: outputs, running statistics and
    gradients."""
    ours, twin = ours.double(), twin.double()
    with torch.no_grad():
        for parameter in ours.parameters():  # also those that start at 0 or 1
            parameter.add_(0.1 * torch.randn_like(parameter))
    count = sum(parameter.numel() for parameter in ours.parameters())
    assert count == sum(parameter.numel() for parameter in twin.parameters())
    carry(pairs, count)
    for training in (True, False):
        ours.train(training)
        twin.train(training)
        outputs = [model(x) for model in (ours, twin)]
        torch.testing.assert_close(*outputs, rtol=1e-9, atol=1e-9)
        for model, output in zip((ours, twin), outputs, strict=True):
            model.zero_grad()
            output.square().sum().backward()
        for mine, other in pairs:
            for a, b in zip(mine.buffers(), other.buffers(), strict=True):
                torch.testing.assert_close(a, b, rtol=1e-9, atol=1e-9)
            for p, q in zip(mine.parameters(), other.parameters(), strict=True):
                assert p.grad is not None
                torch.testing.assert_close(p.grad, q.grad, rtol=1e-7, atol=1e-9)


def layers(module: nn.Module) -> list[nn.Module]:
    """The layers of a module, in the order in which they were made."""
    return [each for each in module.modules() if isinstance(each, nn.Conv2d | nn.BatchNorm2d | nn.Linear)]
