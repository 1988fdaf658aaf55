"""example-name: one step, by hand."""

from __future__ import annotations

import torch

from tableau2net.recipes.optimizers.example_name import SECTION


def test_a_step_of_example_name_is_its_formula() -> None:
    weight = torch.nn.Parameter(torch.tensor([1.0, -2.0]))
    optimizer = SECTION(rate=0.1).build([weight])
    weight.square().sum().backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    torch.testing.assert_close(weight.detach(), torch.tensor([0.0, 0.0]))
