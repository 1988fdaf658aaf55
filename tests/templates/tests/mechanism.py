"""example-name: what it makes of a value."""

from __future__ import annotations

import torch

from tableau2net.components.mechanisms.example_name import ExampleName


def test_the_mechanism_example_name_does_what_it_says() -> None:
    slope = torch.rand(2, 4, 8, 8)
    torch.testing.assert_close(ExampleName(0.5)(slope), torch.zeros_like(slope))
