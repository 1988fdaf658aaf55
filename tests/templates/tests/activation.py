"""example-name: what it computes, by torch's own functions."""

from __future__ import annotations

import torch

from tableau2net.components.activations.example_name import ExampleName


def test_the_activation_example_name_is_what_it_says() -> None:
    u = torch.linspace(-2, 2, 9)
    torch.testing.assert_close(ExampleName()(u), torch.zeros(9))
