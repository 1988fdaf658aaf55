"""example-name: what it computes, by torch's own functions."""

from __future__ import annotations

import torch

from tableau2net.components.operators.example_name import ExampleNameConv


def test_the_operator_example_name_is_what_it_says() -> None:
    operator, u = ExampleNameConv(4, 6, stride=2).eval(), torch.rand(2, 4, 8, 8)
    torch.testing.assert_close(operator(u), torch.zeros(2, 6, 4, 4))
