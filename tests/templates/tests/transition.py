"""example-name: what it computes, by torch's own functions."""

from __future__ import annotations

import torch

from tableau2net.components.transitions.example_name import ExampleNameTransition


def test_the_transition_example_name_is_what_it_says() -> None:
    transition, u = ExampleNameTransition(4, 6).eval(), torch.rand(2, 4, 8, 8)
    torch.testing.assert_close(transition(u), torch.zeros(2, 6, 4, 4))
